package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.quickstart.lab.LabSize;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.logging.LoggingSystem;
import tools.jackson.databind.JsonNode;

/** The whole platform in this JVM, and a user of it. */
final class RunningPlatform implements AutoCloseable {

    static final long SEED = 1;

    final Platform platform;
    final Api user;
    final Api stranger;

    private RunningPlatform(Platform platform) throws IOException {
        this.platform = platform;
        stranger = new Api(platform.gateway(), Map.of());
        user = stranger.with("Authorization", "Bearer " + platform.key());
    }

    /**
     * Starts it, or goes on with what the folder holds.
     *
     * @param more settings of the services, {@code name=value}
     */
    static RunningPlatform start(Path data, StandInCorrector corrector, LabSize size, String... more)
            throws IOException {
        // What is logged before the services set logging up is not of interest here.
        LoggingSystem.get(RunningPlatform.class.getClassLoader()).beforeInitialize();
        Map<String, String> properties = new TreeMap<>(Map.of(
                "opadpo.jobs.progress-interval", "0ms",
                "opadpo.jobs.poll-interval", "200ms",
                "opadpo.web.event-poll", "20ms"));
        for (String property : more) {
            String[] pair = property.split("=", 2);
            properties.put(pair[0], pair[1]);
        }
        return new RunningPlatform(Platform.start(
                new PlatformSettings(
                        data,
                        0,
                        PlatformSettings.LOOPBACK,
                        CorrectorEndpoint.standIn(corrector.uri()),
                        null,
                        0,
                        size,
                        List.of(SEED),
                        properties),
                part -> {}));
    }

    /** What a service tells Prometheus. */
    String metrics(PlatformService service) throws IOException {
        String port = platform.service(service).getEnvironment().getProperty("local.server.port");
        return new Api(URI.create("http://localhost:" + port), Map.of("Authorization", "Bearer " + platform.key()))
                .get("/actuator/prometheus")
                .text();
    }

    JsonNode pipeline(String id) {
        return user.get("/v1/pipelines/" + id).json();
    }

    /** A stage of a pipeline. */
    static JsonNode stage(JsonNode pipeline, String name) {
        for (JsonNode stage : pipeline.path("stages")) {
            if (stage.path("stage").asString().equals(name)) {
                return stage;
            }
        }
        throw new AssertionError("no stage " + name + " in " + pipeline);
    }

    /** Waits until the pipeline has ended. */
    JsonNode succeeded(String id) {
        String last = stage(pipeline(id), "evaluation").path("job").asString();
        ended(last);
        JsonNode pipeline = pipeline(id);
        assertThat(pipeline.path("state").asString()).as(pipeline.toString()).isEqualTo("SUCCEEDED");
        return pipeline;
    }

    /** Waits until the job has ended. */
    JsonNode ended(String job) {
        try (EventStream events = user.events("/v1/jobs/" + job + "/events")) {
            events.rest();
        }
        return user.get("/v1/jobs/" + job).json();
    }

    /** Waits until a training has done so many steps, or more. */
    void steps(String job, int steps) {
        try (EventStream events = user.events("/v1/jobs/" + job + "/events")) {
            boolean there = false;
            while (!there) {
                JsonNode progress = events.next()
                        .orElseThrow(() -> new AssertionError("the training ended before step " + steps))
                        .json()
                        .at("/data/progress");
                there = progress.path("unit").asString("").equals("steps")
                        && progress.path("done").asInt() >= steps;
            }
        }
    }

    @Override
    public void close() {
        platform.close();
    }
}
