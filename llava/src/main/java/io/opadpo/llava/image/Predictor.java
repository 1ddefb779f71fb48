package io.opadpo.llava.image;

/** The fourteen predictions of lossless WebP (RFC 9649, section 4.1), each from pixels above and to the left. */
final class Predictor {

    static final int BLACK = 0xFF000000;

    private Predictor() {}

    /** Predicts pixel {@code i}, which lies in neither the first row nor the first column. */
    static int predict(int mode, int[] argb, int i, int width) {
        int left = argb[i - 1];
        int above = argb[i - width];
        int aboveLeft = argb[i - width - 1];
        // In the last column this is the first pixel of the pixel's own row, as the format wants it.
        int aboveRight = argb[i - width + 1];
        return switch (mode) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> aboveRight;
            case 4 -> aboveLeft;
            case 5 -> average(average(left, aboveRight), above);
            case 6 -> average(left, aboveLeft);
            case 7 -> average(left, above);
            case 8 -> average(aboveLeft, above);
            case 9 -> average(above, aboveRight);
            case 10 -> average(average(left, aboveLeft), average(above, aboveRight));
            case 11 -> select(left, above, aboveLeft);
            case 12 -> gradient(left, above, aboveLeft);
            case 13 -> halfGradient(average(left, above), aboveLeft);
            default -> BLACK;
        };
    }

    private static int average(int a, int b) {
        return ((a ^ b) >>> 1 & 0x7F7F7F7F) + (a & b);
    }

    /** Whichever of left and above is closer to left + above − aboveLeft. */
    private static int select(int left, int above, int aboveLeft) {
        return distance(above, aboveLeft) < distance(left, aboveLeft) ? left : above;
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            sum += Math.abs((a >> shift & 0xFF) - (b >> shift & 0xFF));
        }
        return sum;
    }

    private static int gradient(int left, int above, int aboveLeft) {
        int predicted = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = (left >> shift & 0xFF) + (above >> shift & 0xFF) - (aboveLeft >> shift & 0xFF);
            predicted |= clamp(value) << shift;
        }
        return predicted;
    }

    private static int halfGradient(int mean, int aboveLeft) {
        int predicted = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = mean >> shift & 0xFF;
            predicted |= clamp(value + (value - (aboveLeft >> shift & 0xFF)) / 2) << shift;
        }
        return predicted;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
