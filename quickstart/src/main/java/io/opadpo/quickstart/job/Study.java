package io.opadpo.quickstart.job;

import io.opadpo.quickstart.QuickstartException;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
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

    /** @param folder for the reports */
    public Study(PlatformClient platform, LabSize size, Path folder, PrintStream out) {
        this.platform = platform;
        this.size = size;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Runs it and prints a table.
     *
     * @throws QuickstartException if a seed does not give what the method promises; the message says which and what
     */
    public void run(List<Long> seeds) {
        StudyTable table = new StudyTable();
        for (long seed : seeds) {
            PipelineSettings settings = PipelineSettings.scenes(size, seed);
            Prompts prompts = Prompts.of(LabFolder.prompts(size, seed));
            Path report = folder.resolve("report-" + seed + ".html");
            JsonNode pipeline = new MainJob(platform, prompts, settings, report, out).fresh();
            table.add(seed, ResultTable.result(pipeline, "evaluation"), withoutOpa(pipeline, settings));
        }
        table.print(out, size.tests());
        List<String> broken = table.broken();
        if (!broken.isEmpty()) {
            throw new QuickstartException("Not as the method promises: " + String.join("; ", broken));
        }
    }

    private JsonNode withoutOpa(JsonNode pipeline, PipelineSettings settings) {
        String dataset = ResultTable.result(pipeline, "dataset").path("dataset").asString();
        ObjectNode request = settings.request("");
        ObjectNode none = training("opa", dataset, settings.model(), request.at("/opa/options"));
        none.withObject("options").put("learning_rate", NO_LEARNING).put("max_outer_steps", 1);
        String start = done("/v1/trainings", none).path("adapter").asString();
        ObjectNode dpo = training("opa-dpo", dataset, settings.model(), request.at("/opa_dpo/options"));
        String adapter = done("/v1/trainings", dpo.put("start_adapter", start))
                .path("adapter")
                .asString();
        ObjectNode evaluation = ((ObjectNode) request.path("evaluation")).put("model", settings.model());
        evaluation.putArray("adapters").add(adapter);
        return done("/v1/evaluations", evaluation);
    }

    private static ObjectNode training(String kind, String dataset, String model, JsonNode options) {
        ObjectNode request = JsonMapper.shared().createObjectNode().put("kind", kind);
        request.put("model", model).put("dataset", dataset).set("options", options);
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
}
