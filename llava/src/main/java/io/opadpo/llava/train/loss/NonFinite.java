package io.opadpo.llava.train.loss;

import org.jspecify.annotations.Nullable;

/** A value of a sample that is NaN or infinite. */
record NonFinite(String sample, String what, double value) {

    String describe() {
        return "sample " + sample + ", " + what + " is " + value;
    }

    /** The first value at fault among some, or {@code null} if all are finite. */
    static @Nullable NonFinite among(String sample, String what, float[] values) {
        for (int t = 0; t < values.length; t++) {
            if (!Float.isFinite(values[t])) {
                return new NonFinite(sample, what + " at token " + t, values[t]);
            }
        }
        return null;
    }

    /** The same for values that must fit single precision, as devices have it. */
    static @Nullable NonFinite among(String sample, String what, double[] values) {
        for (int t = 0; t < values.length; t++) {
            if (!Float.isFinite((float) values[t])) {
                return new NonFinite(sample, what + " at token " + t, values[t]);
            }
        }
        return null;
    }
}
