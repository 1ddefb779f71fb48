package io.opadpo.llava.image;

/**
 * A reversible change that a lossless WebP encoder made to the pixels (RFC 9649, section 3.5). Pixels are ARGB, row by
 * row.
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are bulk data: nobody compares transforms
sealed interface LosslessTransform {

    /** Undoes the change, in place where the number of pixels stays. */
    int[] undo(int[] argb);

    /** Number of blocks of {@code 1 << bits} pixels that cover {@code size} pixels. */
    static int blocks(int size, int bits) {
        return (size + (1 << bits) - 1) >> bits;
    }

    /** Adds each of the four bytes, modulo 256. */
    static int addBytes(int a, int b) {
        int alphaAndGreen = (a & 0xFF00FF00) + (b & 0xFF00FF00);
        int redAndBlue = (a & 0x00FF00FF) + (b & 0x00FF00FF);
        return (alphaAndGreen & 0xFF00FF00) | (redAndBlue & 0x00FF00FF);
    }

    /** Each pixel was stored as its difference from a prediction; the green byte of {@code modes} says which, by block. */
    record Prediction(int width, int bits, int[] modes) implements LosslessTransform {

        @Override
        public int[] undo(int[] argb) {
            int blocksPerRow = blocks(width, bits);
            for (int i = 0, x = 0, y = 0; i < argb.length; i++) {
                int predicted;
                if (i == 0) {
                    predicted = Predictor.BLACK;
                } else if (y == 0) {
                    predicted = argb[i - 1];
                } else if (x == 0) {
                    predicted = argb[i - width];
                } else {
                    int mode = modes[(y >> bits) * blocksPerRow + (x >> bits)] >> 8 & 0xF;
                    predicted = Predictor.predict(mode, argb, i, width);
                }
                argb[i] = addBytes(argb[i], predicted);
                if (++x == width) {
                    x = 0;
                    y++;
                }
            }
            return argb;
        }
    }

    /** Red and blue were stored less a share of green, and blue less a share of red; the shares vary by block. */
    record ColorDecorrelation(int width, int bits, int[] shares) implements LosslessTransform {

        @Override
        public int[] undo(int[] argb) {
            int blocksPerRow = blocks(width, bits);
            for (int i = 0, x = 0, y = 0; i < argb.length; i++) {
                int share = shares[(y >> bits) * blocksPerRow + (x >> bits)];
                int pixel = argb[i];
                int green = pixel >> 8;
                int red = (pixel >> 16) + part(share, green);
                int blue = pixel + part(share >> 8, green) + part(share >> 16, red);
                argb[i] = (pixel & 0xFF00FF00) | ((red & 0xFF) << 16) | (blue & 0xFF);
                if (++x == width) {
                    x = 0;
                    y++;
                }
            }
            return argb;
        }

        /** Both bytes are signed; the share counts 32nds. */
        private static int part(int share, int color) {
            return ((byte) share * (byte) color) >> 5;
        }
    }

    /** Red and blue were stored less green. */
    record GreenSubtraction() implements LosslessTransform {

        @Override
        public int[] undo(int[] argb) {
            for (int i = 0; i < argb.length; i++) {
                int green = argb[i] >> 8 & 0xFF;
                argb[i] = addBytes(argb[i], green << 16 | green);
            }
            return argb;
        }
    }

    /**
     * Pixels were stored as indices in green, several to a pixel where the palette is small. Undone, a row has
     * {@code width} pixels; before, {@code blocks(width, packing)}.
     */
    record Palette(int width, int height, int packing, int[] colors) implements LosslessTransform {

        @Override
        public int[] undo(int[] argb) {
            int packedWidth = blocks(width, packing);
            int indexBits = 8 >> packing;
            int[] unpacked = new int[width * height];
            for (int y = 0, i = 0; y < height; y++) {
                for (int x = 0; x < width; x++, i++) {
                    int packed = argb[y * packedWidth + (x >> packing)] >> 8 & 0xFF;
                    int shift = (x & ((1 << packing) - 1)) * indexBits;
                    int index = packed >> shift & ((1 << indexBits) - 1);
                    unpacked[i] = index < colors.length ? colors[index] : 0;
                }
            }
            return unpacked;
        }
    }
}
