package io.opadpo.quickstart.job;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Shows how often each policy says what is not there, with coverage and accuracy beside it. */
final class BenchmarkTable {

    private static final Map<String, String> METRICS = metrics();

    private final PrintStream out;

    BenchmarkTable(PrintStream out) {
        this.out = out;
    }

    private static Map<String, String> metrics() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("chair_i", "objects that are not there");
        names.put("chair_s", "answers with such an object");
        names.put("recall", "objects there that are told");
        names.put("malformed", "malformed answers");
        names.put("accuracy", "right answers");
        names.put("f1", "F1");
        names.put("yes_ratio", "answers that are yes");
        return names;
    }

    /** Shows the benchmarks of an evaluation's result. */
    void show(JsonNode evaluation) {
        for (JsonNode benchmark : evaluation.path("benchmarks")) {
            out.printf(
                    "%nBenchmark %s, %d pictures that no training saw, in %% (95%% intervals)%n",
                    benchmark.path("name").asString(),
                    benchmark.path("questions").asInt());
            List<JsonNode> policies =
                    new ArrayList<>(benchmark.path("policies").valueStream().toList());
            row(
                    "",
                    policies.stream()
                            .map(policy -> policy.path("policy").asString())
                            .toList());
            METRICS.forEach((metric, name) -> {
                if (policies.get(0).path("metrics").has(metric)) {
                    row(
                            name,
                            policies.stream()
                                    .map(policy -> cell(policy.path("metrics").path(metric)))
                                    .toList());
                }
            });
        }
        evaluation.path("benchmarks").forEach(this::examples);
    }

    private void row(String head, List<String> cells) {
        StringBuilder row = new StringBuilder("  %-28s".formatted(head));
        cells.forEach(cell -> row.append("  %-19s".formatted(cell)));
        out.println(row.toString().stripTrailing());
    }

    private static String cell(JsonNode metric) {
        if (!metric.path("value").isNumber()) {
            return "–";
        }
        return "%.1f (%.1f – %.1f)"
                .formatted(
                        100 * metric.path("value").asDouble(),
                        100 * metric.path("low").asDouble(),
                        100 * metric.path("high").asDouble());
    }

    private void examples(JsonNode benchmark) {
        if (!benchmark.path("type").asString().equals("chair")) {
            return;
        }
        out.printf("%nWhat they say; [what is not there]%n");
        for (JsonNode example : benchmark.path("examples")) {
            out.printf(
                    "  %s: %s%n",
                    example.path("image").asString(), example.path("question").asString());
            for (JsonNode answer : example.path("answers")) {
                out.printf("    %-17s %s%n", answer.path("policy").asString(), marked(answer));
            }
        }
    }

    private static String marked(JsonNode answer) {
        StringBuilder text = new StringBuilder(answer.path("text").asString());
        List<JsonNode> wrong = answer.path("wrong").valueStream().toList();
        for (int i = wrong.size() - 1; i >= 0; i--) {
            text.insert(wrong.get(i).path("end").asInt(), ']');
            text.insert(wrong.get(i).path("start").asInt(), '[');
        }
        return text.toString();
    }
}
