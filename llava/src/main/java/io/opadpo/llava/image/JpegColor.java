package io.opadpo.llava.image;

/** What a JPEG's samples mean, and libjpeg's fixed-point arithmetic that makes RGB of them. */
enum JpegColor {
    GREY,
    RGB,
    YCC,
    CMYK,
    YCCK;

    // 16 fractional bits, rounded as libjpeg rounds them.
    private static final int ONE_HALF = 1 << 15;
    private static final int CR_TO_RED = 91_881;
    private static final int CB_TO_BLUE = 116_130;
    private static final int CR_TO_GREEN = 46_802;
    private static final int CB_TO_GREEN = 22_554;

    int components() {
        return switch (this) {
            case GREY -> 1;
            case RGB, YCC -> 3;
            case CMYK, YCCK -> 4;
        };
    }

    /** Converts one row of interleaved samples; {@code rgb} is filled from {@code at}. */
    void toRgb(int[] samples, byte[] rgb, int at) {
        int step = components();
        for (int i = 0, to = at; i < samples.length; i += step, to += 3) {
            int a = samples[i];
            int b = samples[step == 1 ? i : i + 1];
            int c = samples[step == 1 ? i : i + 2];
            if (this == YCC || this == YCCK) {
                int cb = b - 128;
                int cr = c - 128;
                int y = a;
                a = clamp(y + ((CR_TO_RED * cr + ONE_HALF) >> 16));
                b = clamp(y + ((-CB_TO_GREEN * cb - CR_TO_GREEN * cr + ONE_HALF) >> 16));
                c = clamp(y + ((CB_TO_BLUE * cb + ONE_HALF) >> 16));
            }
            if (step == 4) {
                // YCCK holds the inverse of CMY; and Pillow, like Adobe, takes every CMYK JPEG to be stored inverted.
                int black = 255 - samples[i + 3];
                a = inked(this == YCCK ? a : 255 - a, black);
                b = inked(this == YCCK ? b : 255 - b, black);
                c = inked(this == YCCK ? c : 255 - c, black);
            }
            rgb[to] = (byte) a;
            rgb[to + 1] = (byte) b;
            rgb[to + 2] = (byte) c;
        }
    }

    /** Pillow's CMYK to RGB for one ink. */
    private static int inked(int ink, int black) {
        int white = 255 - black;
        int product = ink * white + 128;
        return clamp(white - ((product + (product >> 8)) >> 8));
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
