package io.opadpo.trainer.benchmark;

import java.util.function.ToDoubleFunction;

/**
 * A figure made of summed counts.
 *
 * @param name in results; snake_case
 * @param formula from the sums to the value; NaN where it is undefined, as a share of nothing is
 */
public record Metric(String name, ToDoubleFunction<Sums> formula) {

    /** Counts, summed over answers. */
    @FunctionalInterface
    public interface Sums {
        /** The sum of a count; 0 if no answer has it. */
        double of(String count);
    }

    /** One count over another. */
    public static Metric ratio(String name, String part, String whole) {
        return new Metric(name, sums -> sums.of(part) / sums.of(whole));
    }
}
