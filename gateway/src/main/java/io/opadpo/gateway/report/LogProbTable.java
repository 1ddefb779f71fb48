package io.opadpo.gateway.report;

import io.opadpo.gateway.pipelines.Stage;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How likely each policy finds the data set's answers. */
final class LogProbTable {
    private static final List<String> ANSWERS = List.of("standard", "revised", "original");

    private LogProbTable() {}

    static void write(Html html, ReportData data) {
        JsonNode result = data.result(Stage.EVALUATION);
        if (!result.has("dataset")) {
            return;
        }
        html.open("section").element("h2", "Log-probability per token of the data set's answers");
        html.element(
                "p",
                "Over " + Figures.count(result.path("samples").asLong(0))
                        + " samples of the data set, in nats. It tells"
                        + " whether the training took hold, not whether the model hallucinates less.",
                "class",
                "about");
        html.open("table", "class", "figures")
                .head(List.of("Policy", "Standard", "Revised", "Original", "Revised likelier than original"))
                .open("tbody");
        for (JsonNode policy : result.path("policies")) {
            row(html, data.policy(policy.path("policy").asString("")), policy);
        }
        html.close().close().close();
    }

    private static void row(Html html, Policy policy, JsonNode figures) {
        html.open("tr")
                .element(
                        "th",
                        policy.label(),
                        "scope",
                        "row",
                        "class",
                        "policy " + policy.role().style());
        for (String answer : ANSWERS) {
            String title = Character.toUpperCase(answer.charAt(0)) + answer.substring(1);
            JsonNode value = figures.path("log_prob_per_token").path(answer);
            html.element("td", value.isNumber() ? Figures.decimal(value.doubleValue(), 3) : "–", "data-label", title);
        }
        double share = figures.path("revised_over_original").asDouble(0);
        html.element("td", Figures.decimal(100 * share, 0) + "%", "data-label", "Revised likelier")
                .close();
    }
}
