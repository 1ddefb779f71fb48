package io.opadpo.quickstart.job;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Shows how often each policy says what is not there, with coverage and accuracy beside it. */
final class BenchmarkTable {

    private static final String CHAIR = "chair";
    private static final Map<String, Map<String, String>> METRICS = Map.of(CHAIR, descriptions(), "pope", verdicts());
    /** All others are shares. */
    private static final String LENGTH = "mean_words";

    private final PrintStream out;

    BenchmarkTable(PrintStream out) {
        this.out = out;
    }

    private static Map<String, String> descriptions() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("chair_i", "objects that are not there");
        names.put("chair_s", "answers with such an object");
        names.put("recall", "objects there that are told");
        names.put("malformed", "malformed answers");
        names.put(LENGTH, "words (a number)");
        return names;
    }

    private static Map<String, String> verdicts() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("accuracy", "right answers");
        names.put("precision", "yes that is right");
        names.put("recall", "things there that get a yes");
        names.put("f1", "F1 of yes");
        names.put("yes_ratio", "answers that are yes");
        names.put("unparsable", "neither yes nor no");
        return names;
    }

    /** Shows the benchmarks of an evaluation's result. */
    void show(JsonNode evaluation) {
        for (JsonNode benchmark : evaluation.path("benchmarks")) {
            out.printf(
                    Locale.ROOT,
                    "%nBenchmark %s, %d questions about pictures that no training saw, %d failed; in %%, 95%% intervals%n",
                    benchmark.path("name").asString(),
                    benchmark.path("questions").asInt(),
                    benchmark.path("failed").asInt());
            table(benchmark);
        }
        if (!evaluation.path("benchmarks").isEmpty()) {
            out.println("  * differs from base: the interval of the difference is clear of zero");
        }
        evaluation.path("benchmarks").forEach(this::examples);
    }

    private void table(JsonNode benchmark) {
        List<JsonNode> policies =
                new ArrayList<>(benchmark.path("policies").valueStream().toList());
        row(
                "",
                policies.stream()
                        .map(policy -> policy.path("policy").asString())
                        .toList());
        METRICS.getOrDefault(benchmark.path("type").asString(), Map.of())
                .forEach((metric, name) -> row(
                        name,
                        policies.stream().map(policy -> cell(policy, metric)).toList()));
    }

    private void row(String head, List<String> cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-28s", head));
        cells.forEach(cell -> row.append(String.format(Locale.ROOT, "  %-20s", cell)));
        out.println(row.toString().stripTrailing());
    }

    private static String cell(JsonNode policy, String metric) {
        JsonNode value = policy.path("metrics").path(metric);
        if (!value.path("value").isNumber()) {
            return "–";
        }
        double scale = metric.equals(LENGTH) ? 1 : 100;
        return String.format(
                        Locale.ROOT,
                        "%.1f (%.1f – %.1f)",
                        scale * value.path("value").asDouble(),
                        scale * value.path("low").asDouble(),
                        scale * value.path("high").asDouble())
                + (differs(policy.path("difference").path(metric)) ? "*" : "");
    }

    private static boolean differs(JsonNode difference) {
        return difference.path("low").isNumber()
                && difference.path("low").asDouble() * difference.path("high").asDouble() > 0;
    }

    private void examples(JsonNode benchmark) {
        if (!benchmark.path("type").asString().equals(CHAIR)) {
            return;
        }
        out.printf("%nThe first ones about which base says something wrong; [what is not there]%n");
        for (JsonNode example : benchmark.path("examples")) {
            out.println("  " + example.path("image").asString() + ": "
                    + example.path("question").asString());
            for (JsonNode answer : example.path("answers")) {
                out.printf(Locale.ROOT, "    %-17s %s%n", answer.path("policy").asString(), marked(answer));
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
