package io.opadpo.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.gateway.report.IntervalChart.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartsTest {
    private static final Policy BASE = new Policy("base", PolicyRole.BASE);
    private static final Policy OPA = new Policy("my-opa", PolicyRole.OPA);

    /** The axis goes from 10 to 30 over 250 pixels from 72 on: a unit is 12.5 pixels. */
    @Test
    void whiskersEndWhereTheIntervalDoes() {
        String svg = draw(new Row(BASE, 25, 20, 30), new Row(OPA, 15, 10, 18));
        assertThat(svg).contains("M197 19H322", "M197 15V23", "M322 15V23");
        assertThat(svg).contains("M72 45H172", "M72 41V49", "M172 41V49");
        assertThat(svg).as("base's marker at 25").contains("M259.5 19m-4.5");
        assertThat(svg).as("OPA's marker at 15").contains("M134.5 45m-4 -4");
        assertThat(svg).as("a line at base's value").contains("class=\"reference\" d=\"M259.5 6V58\"");
        assertThat(svg).contains(">10%<").contains(">30%<");
        assertThat(svg).contains("policy base").contains("policy opa");
        assertThat(svg).contains("Base 25.0% (20.0 to 30.0); OPA 15.0% (10.0 to 18.0)");
    }

    @Test
    void namesOfPoliciesAreEscaped() {
        assertThat(draw(new Row(new Policy("<b>x", PolicyRole.OTHER), 25, 20, 30)))
                .contains("&lt;b&gt;x")
                .doesNotContain("<b>");
    }

    private static String draw(Row... rows) {
        Html html = new Html();
        new IntervalChart("CHAIR-i", "%", List.of(rows)).write(html);
        return html.toString();
    }

    /** Steps 0 to 4 over 284 pixels from 46 on; values 0 to 4 over 160 pixels from 170 up. */
    @Test
    void curvesGoThroughTheirPoints() {
        Curve curve = Curve.of(points(1, 4, 1, 4));
        Html html = new Html();
        new LineChart("loss", PolicyRole.OPA_DPO, curve, LineChart.ticks(List.of(curve), true), 340).write(html);
        assertThat(html.toString())
                .as("a dot at each point")
                .contains("class=\"dots\" d=\"M117 130h0M188 10h0M259 130h0M330 10h0\"");
        assertThat(html.toString())
                .as("the line at the means: 1, 2, 3, 4")
                .contains("class=\"line\" d=\"M117 130L188 90L259 50L330 10\"");
        assertThat(html.toString()).contains("class=\"zero\" d=\"M46 170H330\"").contains("policy opa-dpo");
    }

    @Test
    void theMeanIsCentredAndShrinksAtTheEnds() {
        Curve curve =
                Curve.of(points(IntStream.rangeClosed(1, 60).mapToDouble(i -> i).toArray()));
        assertThat(curve.window()).isEqualTo(5);
        assertThat(curve.smooth()).as("a straight line stays one").isEqualTo(curve.points());
    }

    @Test
    void longCurvesAreThinnedAndKeepTheirEnds() {
        Curve curve = Curve.of(
                points(IntStream.rangeClosed(1, 9999).mapToDouble(i -> 1).toArray()));
        assertThat(curve.points()).hasSizeBetween(300, 402);
        assertThat(curve.points().get(0).x()).isEqualTo(1);
        assertThat(curve.points().get(curve.points().size() - 1).x()).isEqualTo(9999);
    }

    private static List<Point> points(double... values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> new Point(i + 1, values[i]))
                .toList();
    }
}
