package io.opadpo.quickstart.job;

import java.io.PrintStream;
import java.net.URI;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Shows what a pipeline has made. */
final class ResultTable {

    private final PrintStream out;
    private final URI gateway;

    ResultTable(PrintStream out, URI gateway) {
        this.out = out;
        this.gateway = gateway;
    }

    void show(JsonNode pipeline) {
        JsonNode dataset = result(pipeline, "dataset");
        out.printf(
                Locale.ROOT,
                "%nDataset %s, version %d: %d samples, %d dropped%n",
                dataset.path("name").asString(),
                dataset.path("version").asInt(),
                dataset.path("samples").asInt(),
                dataset.path("dropped").asInt());
        download("datasets/" + dataset.path("dataset").asString() + "/download?format=parquet");
        for (String stage : new String[] {"opa", "opa_dpo"}) {
            JsonNode adapter = result(pipeline, stage);
            out.printf(
                    Locale.ROOT,
                    "Adapter %s, version %.12s, %d steps%n",
                    adapter.path("adapter").asString(),
                    adapter.path("adapter_version").asString(),
                    adapter.path("steps").asInt());
            download("adapters/" + adapter.path("adapter").asString() + "/download");
        }
        evaluation(result(pipeline, "evaluation"));
        new BenchmarkTable(out).show(result(pipeline, "evaluation"));
    }

    private void download(String path) {
        out.println("  " + gateway + "/v1/" + path);
    }

    private void evaluation(JsonNode evaluation) {
        out.printf(
                Locale.ROOT,
                "%nLog-probability per token over %d samples that were trained on%n",
                evaluation.path("samples").asInt());
        String row = "  %-22s %9s %9s %9s   %s%n";
        out.printf(Locale.ROOT, row, "policy", "standard", "revised", "original", "revised over original");
        for (JsonNode policy : evaluation.path("policies")) {
            JsonNode scores = policy.path("log_prob_per_token");
            out.printf(
                    Locale.ROOT,
                    row,
                    policy.path("policy").asString(),
                    decimal(scores.path("standard")),
                    decimal(scores.path("revised")),
                    decimal(scores.path("original")),
                    String.format(
                            Locale.ROOT,
                            "%.0f%%",
                            100 * policy.path("revised_over_original").asDouble()));
        }
    }

    private static String decimal(JsonNode number) {
        return String.format(Locale.ROOT, "%.3f", number.asDouble());
    }

    static JsonNode result(JsonNode pipeline, String name) {
        for (JsonNode stage : pipeline.path("stages")) {
            if (stage.path("stage").asString().equals(name)) {
                return stage.path("result");
            }
        }
        throw new IllegalArgumentException("no stage " + name);
    }
}
