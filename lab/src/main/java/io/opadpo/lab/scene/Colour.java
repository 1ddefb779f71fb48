package io.opadpo.lab.scene;

/** Colour of a thing. */
public enum Colour {
    RED(0xD8_28_28),
    ORANGE(0xF0_90_20),
    YELLOW(0xF0_DC_30),
    GREEN(0x28_A0_40),
    BLUE(0x28_50_D0),
    PURPLE(0x80_30_A0),
    PINK(0xF0_90_B8),
    WHITE(0xF4_F4_F4);

    private final int rgb;

    Colour(int rgb) {
        this.rgb = rgb;
    }

    /** As 0xRRGGBB. */
    int rgb() {
        return rgb;
    }
}
