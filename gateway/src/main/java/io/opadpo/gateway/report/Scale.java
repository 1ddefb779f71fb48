package io.opadpo.gateway.report;

import java.util.Locale;

/**
 * From a value to its place on the drawing, linearly.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param from place in pixels
 * @param to place in pixels
 */
record Scale(double low, double high, double from, double to) {
    static Scale of(Ticks ticks, double from, double to) {
        return new Scale(ticks.low(), ticks.high(), from, to);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** Pixels as SVG wants them, to a tenth. */
    static String pixels(double pixels) {
        String text = String.format(Locale.ROOT, "%.1f", pixels);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
