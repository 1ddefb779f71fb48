package io.opadpo.llava.train.telemetry;

/**
 * Which scalar tells good from bad, and which way.
 *
 * @param metric the scalar's name
 * @param direction the way to better values
 */
public record Objective(String metric, Direction direction) {

    /** The way to better values. */
    public enum Direction {
        LOWER_IS_BETTER,
        HIGHER_IS_BETTER
    }

    public static Objective minimise(String metric) {
        return new Objective(metric, Direction.LOWER_IS_BETTER);
    }

    public static Objective maximise(String metric) {
        return new Objective(metric, Direction.HIGHER_IS_BETTER);
    }

    /** By how much a value is better than another; negative if worse, NaN if either is. */
    public double gain(double value, double than) {
        return direction == Direction.HIGHER_IS_BETTER ? value - than : than - value;
    }
}
