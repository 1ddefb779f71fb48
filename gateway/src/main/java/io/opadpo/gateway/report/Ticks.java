package io.opadpo.gateway.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param first the lowest, in steps
 * @param last the highest, in steps
 * @param mantissa 1, 2 or 5
 * @param exponent of ten; a step is {@code mantissa · 10^exponent}
 */
record Ticks(long first, long last, int mantissa, int exponent) {
    private static final int[] MANTISSAS = {1, 2, 5, 10};
    private static final double SMALL = 1e-3;
    private static final double LARGE = 1e7;

    /**
     * Ticks that enclose a range.
     *
     * @param most so many steps at most between its ends
     */
    static Ticks around(double low, double high, int most) {
        double width = high - low;
        if (!(width > 1e-12 * Math.max(Math.abs(low), Math.abs(high)))) {
            double margin = low == 0 ? 1 : Math.abs(low) / 10;
            return around(low - margin, high + margin, most);
        }
        int exponent = (int) Math.floor(Math.log10(width / most));
        for (int mantissa : MANTISSAS) {
            Ticks ticks =
                    mantissa == 10 ? enclosing(low, high, 1, exponent + 1) : enclosing(low, high, mantissa, exponent);
            if (ticks.last - ticks.first <= most) {
                return ticks;
            }
        }
        return enclosing(low, high, 2, exponent + 1);
    }

    private static Ticks enclosing(double low, double high, int mantissa, int exponent) {
        double step = mantissa * Math.pow(10, exponent);
        // What lies on a tick but for rounding needs no further one.
        return new Ticks(
                (long) Math.floor(low / step + 1e-9), (long) Math.ceil(high / step - 1e-9), mantissa, exponent);
    }

    double low() {
        return value(first);
    }

    double high() {
        return value(last);
    }

    DoubleStream values() {
        return DoubleStream.iterate(first, i -> i <= last, i -> i + 1).map(i -> value((long) i));
    }

    /** As short as the step allows, so that no two are alike; with a power of ten where all are tiny or huge. */
    String label(double value) {
        double largest = Math.max(Math.abs(low()), Math.abs(high()));
        if (largest < SMALL || largest >= LARGE) {
            int digits = Math.max(0, (int) Math.floor(Math.log10(largest)) - exponent);
            return value == 0
                    ? "0"
                    : String.format(Locale.ROOT, "%." + digits + "e", value).replace('-', '−');
        }
        return Figures.decimal(value, Math.max(0, -exponent));
    }

    /** Divides by a power of ten rather than multiply with its inverse, so that 0.3 is 0.3. */
    private double value(long steps) {
        double mantissas = (double) steps * mantissa;
        return exponent < 0 ? mantissas / Math.pow(10, -exponent) : mantissas * Math.pow(10, exponent);
    }
}
