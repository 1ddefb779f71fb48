package io.opadpo.quickstart.job;

import io.opadpo.quickstart.QuickstartException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs a pipeline over pictures and shows how it goes. One that an earlier start left unfinished is gone on with. */
public final class MainJob {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration DEADLINE = Duration.ofHours(6);

    private final PlatformClient platform;
    private final Prompts prompts;
    private final PipelineSettings settings;
    private final Path report;
    private final PrintStream out;

    /**
     * A job to be run.
     *
     * @param report file to write the pipeline's report to
     */
    public MainJob(PlatformClient platform, Prompts prompts, PipelineSettings settings, Path report, PrintStream out) {
        this.platform = platform;
        this.prompts = prompts;
        this.settings = settings;
        this.report = report;
        this.out = out;
    }

    /**
     * Runs it to its end.
     *
     * @throws QuickstartException if a stage fails; the message says which and why
     */
    public void run() {
        long start = System.nanoTime();
        JsonNode pipeline = unfinished();
        if (pipeline == null) {
            pipeline = submit();
        }
        String id = pipeline.path("id").asString();
        out.println("Pipeline " + id + ", model " + settings.model() + ":");
        JsonNode ended = follow(id);
        new ResultTable(out, platform.gateway()).show(ended);
        write(ended);
        out.printf(Locale.ROOT, "The pipeline took %.1f s.%n", (System.nanoTime() - start) / 1e9);
    }

    /** Runs a new one to its end, and gives it. */
    JsonNode fresh() {
        JsonNode ended = follow(submit().path("id").asString());
        write(ended);
        return ended;
    }

    private void write(JsonNode pipeline) {
        try {
            Files.write(report, platform.bytes(pipeline.path("report").asString()));
            out.printf("%nReport: %s%n", report.toUri());
        } catch (IOException | QuickstartException e) {
            // What was made is there all the same.
            out.printf("%nThe report cannot be written to %s: %s%n", report, e.getMessage());
        }
    }

    private @Nullable JsonNode unfinished() {
        JsonNode newest = platform.get("/v1/pipelines?limit=1").path("items").path(0);
        String state = newest.path("state").asString("");
        boolean goesOn = state.equals("RUNNING") || state.equals("WAITING");
        if (!goesOn || !newest.path("name").asString("").equals(settings.name())) {
            return null;
        }
        out.println("An earlier start left a pipeline; this one goes on with it.");
        return newest;
    }

    private JsonNode submit() {
        ObjectNode set = JsonMapper.shared().createObjectNode().put("name", settings.name());
        ArrayNode list = set.putArray("prompts");
        for (Prompts.Prompt prompt : prompts.all()) {
            JsonNode image = platform.post("/v1/images", prompt.image());
            list.addObject()
                    .put("id", prompt.id())
                    .put("image", image.path("sha256").asString())
                    .put("question", prompt.question())
                    .put("standard", prompt.standard());
        }
        String key = UUID.randomUUID().toString();
        JsonNode stored = platform.post("/v1/prompt-sets", set, key);
        out.printf("Prompt set %s with %d prompts%n", stored.path("id").asString(), list.size());
        ObjectNode request = settings.request(stored.path("id").asString());
        return platform.post("/v1/pipelines", request, key);
    }

    private JsonNode follow(String id) {
        StageLines lines = new StageLines(out);
        long start = System.nanoTime();
        while (System.nanoTime() - start < DEADLINE.toNanos()) {
            JsonNode pipeline = platform.get("/v1/pipelines/" + id);
            lines.show(pipeline);
            switch (pipeline.path("state").asString()) {
                case "SUCCEEDED" -> {
                    return pipeline;
                }
                case "FAILED", "CANCELLED" -> throw new QuickstartException(reason(pipeline));
                default -> rest();
            }
        }
        throw new QuickstartException("The pipeline has not ended within " + DEADLINE.toHours() + " hours");
    }

    private static String reason(JsonNode pipeline) {
        for (JsonNode stage : pipeline.path("stages")) {
            String state = stage.path("state").asString();
            if (state.equals("DEAD") || state.equals("CANCELLED")) {
                return "Stage %s is %s. %s: %s"
                        .formatted(
                                stage.path("stage").asString(),
                                state,
                                stage.path("error").path("code").asString(""),
                                stage.path("error").path("message").asString(""));
            }
        }
        return "The pipeline has ended as " + pipeline.path("state").asString();
    }

    static void rest() {
        try {
            // Nothing counts it down: it only lets time pass, until the next look.
            new CountDownLatch(1).await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuickstartException("Interrupted", e);
        }
    }
}
