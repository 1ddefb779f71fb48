package io.opadpo.gateway.report;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A metric of each policy as a dot with its interval as whiskers, one below the other, and a dashed line at the first.
 *
 * @param title what is to be seen, for those who do not see it
 * @param unit behind the axis's numbers
 * @param rows from top to bottom
 */
record IntervalChart(String title, String unit, List<Row> rows) {
    static final double WIDTH = 340;
    static final double LEFT = 72;
    static final double RIGHT = WIDTH - 18;
    private static final double TOP = 6;
    private static final double ROW = 26;
    private static final double AXIS = 26;
    private static final int MOST_STEPS = 5;
    private static final int LONGEST_LABEL = 11;

    /** A dot with whiskers, in the unit of the axis. */
    record Row(Policy policy, double value, double low, double high) {}

    /** Whether there is anything to see: not where all values are one and the same. */
    boolean hasExtent() {
        return ends().distinct().count() > 1;
    }

    private DoubleStream ends() {
        return rows.stream().flatMapToDouble(row -> DoubleStream.of(row.low, row.high, row.value));
    }

    /** Of the axis, around all intervals. */
    private Ticks ticks() {
        var range = ends().summaryStatistics();
        return Ticks.around(range.getMin(), range.getMax(), MOST_STEPS);
    }

    void write(Html html) {
        Ticks ticks = ticks();
        Scale x = Scale.of(ticks, LEFT, RIGHT);
        double bottom = TOP + rows.size() * ROW;
        html.open("svg", "viewBox", "0 0 340 " + Scale.pixels(bottom + AXIS), "role", "img");
        html.element("title", title + ": " + description());
        ticks.values().forEach(value -> {
            html.empty("path", "class", "grid", "d", vertical(x.at(value), bottom));
            html.element(
                    "text",
                    ticks.label(value) + (unit.equals("%") ? unit : ""),
                    "class",
                    "tick middle",
                    "x",
                    x.place(value),
                    "y",
                    Scale.pixels(bottom + 16));
        });
        html.empty("path", "class", "reference", "d", vertical(x.at(rows.get(0).value), bottom));
        for (int i = 0; i < rows.size(); i++) {
            row(html, rows.get(i), x, TOP + (i + 0.5) * ROW);
        }
        if (!unit.isEmpty() && !unit.equals("%")) {
            html.element("text", unit, "class", "tick", "x", "0", "y", Scale.pixels(bottom + 16));
        }
        html.close();
    }

    private static String vertical(double x, double bottom) {
        return "M" + Scale.pixels(x) + " " + Scale.pixels(TOP) + "V" + Scale.pixels(bottom);
    }

    private static void row(Html html, Row row, Scale x, double y) {
        String label = Texts.abridged(row.policy.label(), LONGEST_LABEL);
        html.open("g", "class", "policy " + row.policy.role().style());
        html.element("text", label, "class", "label", "x", "0", "y", Scale.pixels(y + 4));
        String whisker = "M" + x.place(row.low) + " " + Scale.pixels(y) + "H" + x.place(row.high);
        String caps = "M" + x.place(row.low) + " " + Scale.pixels(y - 4) + "v8M" + x.place(row.high) + " "
                + Scale.pixels(y - 4) + "v8";
        html.empty("path", "class", "whisker", "d", whisker + caps);
        html.empty("path", "class", "marker", "d", row.policy.role().marker(x.at(row.value), y));
        html.close();
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(row.policy.label() + " " + Figures.decimal(row.value, 1) + unit)
                    .append(" (" + Figures.decimal(row.low, 1) + " to " + Figures.decimal(row.high, 1) + ")");
        }
        return text.toString();
    }
}
