package io.opadpo.llava.train.loss;

/** Checks of options. */
final class Require {

    private Require() {}

    /**
     * Demands something of an option.
     *
     * @throws IllegalArgumentException with the option's name, its value and what was expected
     */
    static void that(boolean holds, String option, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(option + " is " + value + " but must be " + expected);
        }
    }

    /** Demands a finite number of at least 0. */
    static void nonNegative(String option, double value) {
        that(value >= 0 && value < Double.POSITIVE_INFINITY, option, value, "finite and 0 or more");
    }
}
