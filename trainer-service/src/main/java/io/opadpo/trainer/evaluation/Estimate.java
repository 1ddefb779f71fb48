package io.opadpo.trainer.evaluation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A figure and its 95 % interval; each is {@code null} where it is undefined.
 *
 * @param value of all answers
 * @param low lower end
 * @param high upper end
 */
record Estimate(
        @Nullable Double value,
        @Nullable Double low,
        @Nullable Double high) {

    private static final double TAIL = 0.025;

    /**
     * The percentile interval of resampled values; those that are undefined are left out.
     *
     * @param resampled any order
     */
    static Estimate of(double value, double[] resampled) {
        double[] sorted =
                Arrays.stream(resampled).filter(Double::isFinite).sorted().toArray();
        return new Estimate(defined(value), quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    /** Between the two nearest values, linearly. */
    private static @Nullable Double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return null;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static @Nullable Double defined(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
