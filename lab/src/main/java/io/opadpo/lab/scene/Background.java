package io.opadpo.lab.scene;

/** What the picture is plainly filled with; no thing has such a colour. */
public enum Background {
    BLACK(0x10_10_10),
    GRAY(0x78_78_78),
    BROWN(0x5A_3C_24);

    private final int rgb;

    Background(int rgb) {
        this.rgb = rgb;
    }

    int rgb() {
        return rgb;
    }
}
