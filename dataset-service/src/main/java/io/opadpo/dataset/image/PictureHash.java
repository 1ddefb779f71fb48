package io.opadpo.dataset.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * 64 bits that stay nearly the same when a picture is encoded anew or resized: whether each of the 64 lowest
 * frequencies of its luminance (a discrete cosine transform of 32 by 32 mean values) is stronger than their median.
 * Known as pHash. Colours, small details and short texts do not show in it.
 */
final class PictureHash {

    private static final int SIDE = Luminance.SIDE;
    private static final int FREQUENCIES = 8;
    /** Smallest standard deviation, of luminance from 0 to 255, with which there is something to compare. */
    private static final double MIN_DEVIATION = 2;

    private static final double[][] COSINES = new double[FREQUENCIES][SIDE];

    static {
        for (int k = 0; k < FREQUENCIES; k++) {
            for (int x = 0; x < SIDE; x++) {
                COSINES[k][x] = Math.cos(Math.PI * k * (x + 0.5) / SIDE);
            }
        }
    }

    private PictureHash() {}

    /** Empty for a picture that cannot be decoded here, and for one of a single tone. */
    static OptionalLong of(byte[] image) {
        try {
            double[][] luminance = Luminance.of(image);
            return deviation(luminance) < MIN_DEVIATION ? OptionalLong.empty() : OptionalLong.of(hash(luminance));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static double deviation(double[][] grid) {
        double mean =
                Arrays.stream(grid).flatMapToDouble(Arrays::stream).average().orElseThrow();
        return Math.sqrt(Arrays.stream(grid)
                .flatMapToDouble(Arrays::stream)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    private static long hash(double[][] luminance) {
        double[] strengths = new double[FREQUENCIES * FREQUENCIES];
        for (int v = 0; v < FREQUENCIES; v++) {
            for (int x = 0; x < SIDE; x++) {
                double column = 0;
                for (int y = 0; y < SIDE; y++) {
                    column += COSINES[v][y] * luminance[y][x];
                }
                for (int u = 0; u < FREQUENCIES; u++) {
                    strengths[v * FREQUENCIES + u] += column * COSINES[u][x];
                }
            }
        }
        double[] sorted = strengths.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long hash = 0;
        for (double strength : strengths) {
            hash = hash << 1 | (strength > median ? 1 : 0);
        }
        return hash;
    }
}
