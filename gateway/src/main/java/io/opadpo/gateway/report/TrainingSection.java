package io.opadpo.gateway.report;

import io.opadpo.gateway.pipelines.Stage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How the trainings went: their losses, and OPA-DPO's margins. */
final class TrainingSection {
    private TrainingSection() {}

    static void write(Html html, ReportData data) {
        if (data.curves().isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Training");
        html.element("p", "A dot is an optimiser step, the line a running mean.", "class", "about");
        html.open("div", "class", "panels");
        TrainingCurve answers = data.curves().get(Stage.OPA);
        if (answers != null) {
            curve(
                    html,
                    answers,
                    TrainingCurve.LOSS,
                    PolicyRole.OPA,
                    "OPA's loss on corrected answers",
                    "nats per token");
        }
        TrainingCurve preferences = data.curves().get(Stage.OPA_DPO);
        if (preferences != null) {
            curve(html, preferences, TrainingCurve.LOSS, PolicyRole.OPA_DPO, "OPA-DPO's loss", "all terms, weighted");
            curve(
                    html,
                    preferences,
                    TrainingCurve.ANCHOR,
                    PolicyRole.OPA_DPO,
                    "Of it, the anchor",
                    "before its weight");
        }
        html.close();
        if (preferences != null) {
            margins(html, preferences);
        }
        html.close();
    }

    private static void curve(
            Html html, TrainingCurve curve, String scalar, PolicyRole role, String title, String unit) {
        List<Point> points = curve.points(scalar);
        if (!points.isEmpty()) {
            Curve drawn = Curve.of(points);
            Ticks ticks = LineChart.ticks(List.of(drawn), false);
            panel(html, new LineChart(title, role, drawn, ticks, LineChart.WIDE), unit, curve);
        }
    }

    private static void margins(Html html, TrainingCurve curve) {
        Map<Margin, Curve> drawn = new EnumMap<>(Margin.class);
        for (Margin margin : Margin.values()) {
            List<Point> points = curve.points(margin.scalar());
            if (!points.isEmpty()) {
                drawn.put(margin, Curve.of(points));
            }
        }
        if (drawn.isEmpty()) {
            return;
        }
        html.element("h3", "OPA-DPO's margins");
        html.element(
                "p",
                "Chosen minus rejected log-ratio to the reference, times β. Above zero, the policy has come to prefer the"
                        + " chosen side. Masked: the same answer, given the masked picture. All panels have the same scale.",
                "class",
                "about");
        html.open("div", "class", "panels narrow");
        Ticks shared = LineChart.ticks(List.copyOf(drawn.values()), true);
        drawn.forEach((margin, one) -> panel(
                html, new LineChart(margin.title(), PolicyRole.OPA_DPO, one, shared, LineChart.NARROW), "nats", curve));
        html.close();
    }

    private static void panel(Html html, LineChart chart, String unit, TrainingCurve curve) {
        String cut =
                curve.cut() ? "; only the first " + Figures.count(curve.steps().size()) + " steps" : "";
        html.open("figure").open("figcaption").element("b", chart.title());
        html.element("small", unit + "; mean of " + chart.curve().window() + " steps" + cut)
                .close();
        chart.write(html);
        html.close();
    }
}
