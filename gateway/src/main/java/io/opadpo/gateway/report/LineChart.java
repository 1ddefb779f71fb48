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
 */
record LineChart(String title, PolicyRole role, Curve curve, Ticks y) {
    static final double LEFT = 46;
    static final double RIGHT = 330;
    static final double TOP = 10;
    static final double BOTTOM = 170;
    private static final int MOST_STEPS = 5;

    /** Ticks for the values of curves that are to share an axis. */
    static Ticks ticks(List<Curve> curves, boolean withZero) {
        DoubleStream values =
                curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(Point::y);
        var range = (withZero ? DoubleStream.concat(DoubleStream.of(0), values) : values).summaryStatistics();
        return Ticks.around(range.getMin(), range.getMax(), MOST_STEPS);
    }

    void write(Html html) {
        List<Point> points = curve.points();
        Ticks steps = Ticks.around(0, points.get(points.size() - 1).x(), MOST_STEPS);
        Scale across = new Scale(0, Math.max(1, points.get(points.size() - 1).x()), LEFT, RIGHT);
        Scale up = Scale.of(y, BOTTOM, TOP);
        html.open("svg", "viewBox", "0 0 340 206", "role", "img").element("title", title);
        y.values().forEach(value -> {
            String style = value == 0 ? "zero" : "grid";
            html.empty(
                    "path",
                    "class",
                    style,
                    "d",
                    "M" + Scale.pixels(LEFT) + " " + up.place(value) + "H" + Scale.pixels(RIGHT));
            html.element(
                    "text",
                    y.label(value),
                    "class",
                    "tick end",
                    "x",
                    Scale.pixels(LEFT - 6),
                    "y",
                    Scale.pixels(up.at(value) + 4));
        });
        steps.values()
                .filter(step -> step <= across.high() && step == Math.rint(step))
                .forEach(step -> {
                    html.empty(
                            "path", "class", "axis", "d", "M" + across.place(step) + " " + Scale.pixels(BOTTOM) + "v4");
                    html.element(
                            "text",
                            steps.label(step),
                            "class",
                            "tick middle",
                            "x",
                            across.place(step),
                            "y",
                            Scale.pixels(BOTTOM + 17));
                });
        html.empty(
                "path",
                "class",
                "axis",
                "d",
                "M" + Scale.pixels(LEFT) + " " + Scale.pixels(BOTTOM) + "H" + Scale.pixels(RIGHT));
        html.element(
                "text",
                "optimiser step",
                "class",
                "tick end",
                "x",
                Scale.pixels(RIGHT),
                "y",
                Scale.pixels(BOTTOM + 33));
        html.open("g", "class", "policy " + role.style());
        html.empty("path", "class", "dots", "d", path(points.stream(), across, up, "M", "h0"));
        html.empty(
                "path",
                "class",
                "line",
                "d",
                "M" + path(curve.smooth().stream(), across, up, "L", "").substring(1));
        html.close().close();
    }

    private static String path(Stream<Point> points, Scale across, Scale up, String before, String after) {
        return points.map(point -> before + across.place(point.x()) + " " + up.place(point.y()) + after)
                .collect(Collectors.joining());
    }
}
