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
    private static final double WIDTH = 340;
    private static final double LEFT = 72;
    private static final double RIGHT = WIDTH - 18;
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
        boolean percent = unit.equals("%");
        Drawing drawing = Drawing.open(html, WIDTH, bottom + AXIS, title + ": " + description());
        ticks.values().forEach(value -> {
            drawing.vertical("grid", x.at(value), TOP, bottom);
            drawing.text("tick middle", x.at(value), bottom + 16, ticks.label(value) + (percent ? unit : ""));
        });
        if (!percent) {
            drawing.text("tick", 0, bottom + 16, unit);
        }
        drawing.vertical("reference", x.at(rows.get(0).value), TOP, bottom);
        for (int i = 0; i < rows.size(); i++) {
            row(drawing, rows.get(i), x, TOP + (i + 0.5) * ROW);
        }
        drawing.close();
    }

    private static void row(Drawing drawing, Row row, Scale x, double y) {
        PolicyRole role = row.policy.role();
        drawing.group(role);
        drawing.text("label", 0, y + 4, Texts.abridged(row.policy.label(), LONGEST_LABEL));
        drawing.horizontal("whisker", y, x.at(row.low), x.at(row.high));
        drawing.vertical("whisker", x.at(row.low), y - 4, y + 4);
        drawing.vertical("whisker", x.at(row.high), y - 4, y + 4);
        drawing.path("marker", role.marker(x.at(row.value), y));
        drawing.close();
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
