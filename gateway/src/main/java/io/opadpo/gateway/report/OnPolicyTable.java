package io.opadpo.gateway.report;

import io.opadpo.gateway.pipelines.Stage;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Whether the policy could have given the preference pairs' answers itself, when it began to learn from them. */
final class OnPolicyTable {
    private static final List<String> ANSWERS = List.of("Standard", "Revised", "Original");
    private static final List<String> TITLES =
            List.of("Answers", "Log-probability", "Surprise", "KL to base", "Off-policy");
    private static final List<String> FIGURES = List.of("log_prob", "surprise", "kl_to_base");

    private OnPolicyTable() {}

    static void write(Html html, ReportData data) {
        JsonNode fit = data.result(Stage.OPA_DPO).path("on_policy");
        if (fit.isMissingNode()) {
            return;
        }
        html.open("section").element("h2", "Were the pairs on-policy?");
        html.element(
                "p",
                "What the policy made of " + Figures.count(fit.path("samples").asLong(0))
                        + " samples before OPA-DPO's first step, in nats per token. Surprise is how much less likely answers"
                        + " are than samples of the policy; off-policy are those beyond three standard deviations of that.",
                "class",
                "about");
        fit.path("warnings").forEach(warning -> html.element("p", warning.asString(), "class", "note warning"));
        html.open("table", "class", "figures").head(TITLES).open("tbody");
        ANSWERS.forEach(answer -> row(html, answer, fit.path(answer.toLowerCase(Locale.ROOT))));
        html.close().close().close();
    }

    private static void row(Html html, String answer, JsonNode figures) {
        html.open("tr").element("th", answer, "scope", "row");
        for (int i = 0; i < FIGURES.size(); i++) {
            double value = figures.path(FIGURES.get(i)).asDouble(0);
            html.element("td", Figures.decimal(value, 3), "data-label", TITLES.get(i + 1));
        }
        double share = figures.path("off_policy").asDouble(0);
        html.element("td", Figures.decimal(100 * share, 0) + "%", "data-label", "Off-policy")
                .close();
    }
}
