package io.opadpo.gateway.report;

import io.opadpo.gateway.pipelines.Stage;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Who corrected the answers: all figures rest on it. */
final class CorrectorNote {
    private static final Pattern STAND_IN = Pattern.compile("stand[ _-]?in");

    private CorrectorNote() {}

    static void write(Html html, ReportData data) {
        JsonNode dataset = data.dataset();
        JsonNode judges = dataset == null ? null : dataset.path("statistics").path("judges");
        if (judges != null && !judges.isEmpty()) {
            for (JsonNode judge : judges) {
                JsonNode source = judge.path("source");
                write(
                        html,
                        source.path("endpoint").asString(""),
                        source.path("model").asString(""),
                        source.path("prompt_version").asString(""),
                        judge.path("samples").asLong(0));
            }
            return;
        }
        String endpoint = data.result(Stage.FEEDBACK).path("judge").asString("");
        if (!endpoint.isEmpty()) {
            write(html, endpoint, "", "", 0);
        }
    }

    private static void write(Html html, String endpoint, String model, String prompt, long samples) {
        boolean standIn = isStandIn(endpoint) || isStandIn(model);
        html.open("p", "class", standIn ? "note warning" : "note").element("b", "Corrected by " + endpoint);
        if (!model.isEmpty() && !model.equals(endpoint)) {
            html.text(" with its model " + model);
        }
        if (!prompt.isEmpty()) {
            html.text(", prompt " + prompt);
        }
        html.text(samples > 0 ? ": " + Figures.count(samples) + " samples." : ".");
        if (standIn) {
            html.text(
                    " This is a stand-in, no vision model: it looks up what is in the pictures it knows, and the standard"
                            + " answers to others. It corrects without a fault, as no real corrector does. Figures that come of it"
                            + " show that the method works, not how well it works with a real one.");
        }
        html.close();
    }

    private static boolean isStandIn(String name) {
        return STAND_IN.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
