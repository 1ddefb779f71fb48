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
        loss(html, data, Stage.OPA, PolicyRole.OPA, "OPA's loss falls as corrected answers are learnt");
        loss(html, data, Stage.OPA_DPO, PolicyRole.OPA_DPO, "OPA-DPO's loss");
        html.close();
        TrainingCurve preferences = data.curves().get(Stage.OPA_DPO);
        if (preferences != null) {
            margins(html, preferences);
        }
        html.close();
    }

    private static void loss(Html html, ReportData data, Stage stage, PolicyRole role, String title) {
        TrainingCurve curve = data.curves().get(stage);
        List<Point> points = curve == null ? List.of() : curve.points(TrainingCurve.LOSS);
        if (curve == null || points.isEmpty()) {
            return;
        }
        Curve drawn = Curve.of(points);
        String unit = stage == Stage.OPA ? "nats per token" : "all terms, weighted";
        panel(html, title, unit, curve, role, drawn, LineChart.ticks(List.of(drawn), false));
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
                        + " chosen side. All panels have the same scale.",
                "class",
                "about");
        html.open("div", "class", "panels");
        Ticks shared = LineChart.ticks(List.copyOf(drawn.values()), true);
        drawn.forEach((margin, one) -> panel(html, margin.title(), "nats", curve, PolicyRole.OPA_DPO, one, shared));
        html.close();
    }

    private static void panel(
            Html html, String title, String unit, TrainingCurve curve, PolicyRole role, Curve drawn, Ticks ticks) {
        String cut =
                curve.cut() ? "; only the first " + Figures.count(curve.steps().size()) + " steps" : "";
        html.open("figure").open("figcaption").element("b", title);
        html.element("small", unit + "; mean of " + drawn.window() + " steps" + cut)
                .close();
        new LineChart(title, role, drawn, ticks).write(html);
        html.close();
    }
}
