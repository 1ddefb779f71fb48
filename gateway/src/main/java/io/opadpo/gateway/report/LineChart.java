package io.opadpo.gateway.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A curve over steps: a dot for each, and a line through their running mean.
 *
 * @param title what is to be seen, for those who do not see it
 * @param role whose curve it is
 * @param curve what is drawn
 * @param y ticks of the vertical axis
 * @param width of the drawing in pixels
 */
record LineChart(String title, PolicyRole role, Curve curve, Ticks y, double width) {
    private static final double LEAST_LEFT = 46;
    private static final double DIGIT = 6.8;
    static final double WIDE = 340;
    static final double NARROW = 260;
    private static final double MARGIN = 10;
    private static final double TOP = 10;
    private static final double BOTTOM = 170;
    private static final int MOST_STEPS = 5;

    /** Ticks for the values of curves that are to share an axis. */
    static Ticks ticks(List<Curve> curves, boolean withZero) {
        DoubleStream values =
                curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(Point::y);
        var range = (withZero ? DoubleStream.concat(DoubleStream.of(0), values) : values).summaryStatistics();
        return Ticks.around(range.getMin(), range.getMax(), MOST_STEPS);
    }

    void write(Html html) {
        double left = left();
        double right = width - MARGIN;
        double last = curve.points().get(curve.points().size() - 1).x();
        Scale across = new Scale(0, Math.max(1, last), left, right);
        Scale up = Scale.of(y, BOTTOM, TOP);
        Drawing drawing = Drawing.open(html, width, BOTTOM + 36, title);
        y.values().forEach(value -> {
            drawing.horizontal(value == 0 ? "zero" : "grid", up.at(value), left, right);
            drawing.text("tick end", left - 6, up.at(value) + 4, y.label(value));
        });
        Ticks steps = Ticks.around(0, last, MOST_STEPS);
        steps.values().filter(step -> step <= last && step == Math.rint(step)).forEach(step -> {
            drawing.vertical("axis", across.at(step), BOTTOM, BOTTOM + 4);
            drawing.text("tick middle", across.at(step), BOTTOM + 17, steps.label(step));
        });
        drawing.horizontal("axis", BOTTOM, left, right);
        drawing.text("tick end", right, BOTTOM + 33, "optimiser step");
        drawing.group(role);
        drawing.path("dots", path(curve.points().stream(), across, up, "M", "h0"));
        drawing.path(
                "line", "M" + path(curve.smooth().stream(), across, up, "L", "").substring(1));
        drawing.close();
        drawing.close();
    }

    /** Where the curve begins: behind the longest label. */
    private double left() {
        int longest =
                y.values().mapToObj(y::label).mapToInt(String::length).max().orElse(0);
        return Math.max(LEAST_LEFT, 10 + DIGIT * longest);
    }

    private static String path(Stream<Point> points, Scale across, Scale up, String before, String after) {
        return points.map(point ->
                        before + Scale.pixels(across.at(point.x())) + " " + Scale.pixels(up.at(point.y())) + after)
                .collect(Collectors.joining());
    }
}
