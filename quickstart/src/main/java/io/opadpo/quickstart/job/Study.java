package io.opadpo.quickstart.job;

import io.opadpo.lab.model.LabModel;
import io.opadpo.quickstart.QuickstartException;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The main job with several seeds, and what comes of OPA-DPO without OPA: its loss on the same data, from an adapter that has
 * learnt nothing. Every seed has pictures, answers and trainings of its own; the tests are the same.
 */
public final class Study {

    /** Small enough to leave the adapter as it begins, at nothing. */
    private static final double NO_LEARNING = 1e-12;

    private final PlatformClient platform;
    private final LabSize size;
    private final Path folder;
    private final PrintStream out;
    private final Map<String, List<JsonNode>> rows = new LinkedHashMap<>();

    /** @param folder for the reports */
    public Study(PlatformClient platform, LabSize size, Path folder, PrintStream out) {
        this.platform = platform;
        this.size = size;
        this.folder = folder;
        this.out = out;
    }

    /** Runs it and prints a table: means over the seeds, and the least and the greatest. */
    public void run(List<Long> seeds) {
        for (long seed : seeds) {
            Prompts prompts = Prompts.of(LabFolder.prompts(size, seed));
            Path report = folder.resolve("report-" + seed + ".html");
            JsonNode pipeline = new MainJob(platform, prompts, seed, report, out).fresh();
            JsonNode result = ResultTable.result(pipeline, "evaluation");
            List<String> names = List.of("base", "OPA", "OPA-DPO");
            for (int policy = 0; policy < names.size(); policy++) {
                add(names.get(policy), result, policy);
            }
            add("OPA-DPO without OPA", withoutOpa(pipeline, seed), 1);
        }
        out.printf("%n| of %d scenes, %% | CHAIR-i | CHAIR-s | recall | yes-no accuracy |%n", size.tests());
        out.println("|---|---|---|---|---|");
        rows.forEach((name, results) -> out.printf(
                "| %s | %s | %s | %s | %s |%n",
                name,
                cell(results, "chair_i"),
                cell(results, "chair_s"),
                cell(results, "recall"),
                cell(results, "accuracy")));
    }

    private void add(String name, JsonNode evaluation, int policy) {
        ObjectNode metrics = JsonMapper.shared().createObjectNode();
        for (JsonNode benchmark : evaluation.path("benchmarks")) {
            JsonNode own = benchmark.path("policies").path(policy).path("metrics");
            // The first one's recall is that of objects, the second one's that of yes.
            own.properties().forEach(metric -> metrics.putIfAbsent(metric.getKey(), metric.getValue()));
        }
        rows.computeIfAbsent(name, key -> new ArrayList<>()).add(metrics);
    }

    private JsonNode withoutOpa(JsonNode pipeline, long seed) {
        String dataset = ResultTable.result(pipeline, "dataset").path("dataset").asString();
        ObjectNode request = PipelineSettings.request("", LabModel.NAME, seed);
        ObjectNode none = training("opa", dataset, (ObjectNode) request.at("/opa/options"));
        none.withObject("options").put("learning_rate", NO_LEARNING).put("max_outer_steps", 1);
        String start = done("/v1/trainings", none).path("adapter").asString();
        ObjectNode dpo = training("opa-dpo", dataset, (ObjectNode) request.at("/opa_dpo/options"));
        String adapter = done("/v1/trainings", dpo.put("start_adapter", start))
                .path("adapter")
                .asString();
        ObjectNode evaluation = ((ObjectNode) request.path("evaluation")).put("model", LabModel.NAME);
        evaluation.putArray("adapters").add(adapter);
        return done("/v1/evaluations", evaluation);
    }

    private static ObjectNode training(String kind, String dataset, ObjectNode options) {
        ObjectNode request = JsonMapper.shared().createObjectNode().put("kind", kind);
        request.put("model", LabModel.NAME).put("dataset", dataset).set("options", options);
        return request;
    }

    /** The result of a job, once it has ended. */
    private JsonNode done(String path, ObjectNode request) {
        String id = platform.post(path, request, UUID.randomUUID().toString())
                .path("id")
                .asString();
        while (true) {
            JsonNode job = platform.get("/v1/jobs/" + id);
            switch (job.path("state").asString()) {
                case "SUCCEEDED" -> {
                    return job.path("result");
                }
                case "DEAD", "CANCELLED" -> throw new QuickstartException("Job " + id + ": " + job.path("error"));
                default -> MainJob.rest();
            }
        }
    }

    private static String cell(List<JsonNode> results, String metric) {
        double[] values = results.stream()
                .mapToDouble(result -> 100 * result.path(metric).path("value").asDouble())
                .sorted()
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        return "%.1f (%.1f – %.1f)".formatted(mean, values[0], values[values.length - 1]);
    }
}
