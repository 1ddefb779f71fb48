package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.EventStream.Event;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The service over the small model, and what its tests do with it. */
final class TinyTrainer {

    private static final String[] PICTURES = {"square.png", "tiny.png", "landscape.png", "portrait.png"};
    private static final String[] THINGS = {"bus", "dog", "lamp", "boat", "chair"};

    private TinyTrainer() {}

    /** Settings for a service whose files are in a folder of the test's. */
    static String[] properties(Path files, FakeDatasets datasets, String... more) {
        return Stream.concat(
                        Stream.of(
                                "opadpo.trainer.models.tiny.folder=" + model(),
                                "opadpo.trainer.models.tiny.device=cpu",
                                "opadpo.trainer.devices=cpu",
                                "opadpo.trainer.work=" + files.resolve("work"),
                                "opadpo.blobs.folder=" + files.resolve("blobs"),
                                "opadpo.services.dataset=" + datasets.uri(),
                                "opadpo.jobs.lease=6s",
                                "opadpo.jobs.reap-interval=1s",
                                "opadpo.jobs.poll-interval=100ms",
                                "opadpo.jobs.progress-interval=0ms"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    static Path model() {
        try {
            return Path.of(Objects.requireNonNull(TinyTrainer.class.getResource("/tiny"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] picture(String name) {
        try (InputStream in = Objects.requireNonNull(TinyTrainer.class.getResourceAsStream("/images/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String dataUrl(String picture) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(picture(picture));
    }

    /** Lines of a dataset. */
    static String samples(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String right = THINGS[i % THINGS.length];
            String wrong = THINGS[(i + 1) % THINGS.length];
            lines.append(
                    """
                    {"id": "s%d", "image": "%s", "question": "What is it?", "standard": "A %s can be seen.", \
                    "original": "A %s.", "revised": "A %s.", "report": {"0": {"copied_content": "A %s.", "score": 2, \
                    "error_type": "image_recognition_error", "object": ["%s -> %s"], \
                    "rewritten_content": "A %s.", "reason": "seen"}}}
                    """.formatted(i, PICTURES[i % PICTURES.length], right, wrong, right, wrong, wrong, right, right));
        }
        return lines.toString();
    }

    /** Submits a job and tells its id. */
    static String submit(Api api, String path, String json) {
        Reply reply = api.post(path, json);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.header("Location"))
                .isEqualTo("/v1/jobs/" + reply.json().path("id").asString());
        return reply.json().path("id").asString();
    }

    /** Waits until a job has ended, and tells it. */
    static JsonNode ended(Api api, String job) {
        try (EventStream events = api.events("/v1/jobs/" + job + "/events")) {
            events.rest();
        }
        return api.get("/v1/jobs/" + job).json();
    }

    /** Waits until a job has succeeded, and tells its result. */
    static JsonNode result(Api api, String job) {
        JsonNode ended = ended(api, job);
        assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
        return ended.path("result");
    }

    /** Waits for an event of a job. */
    static Event event(Api api, String job, Predicate<Event> wanted) {
        try (EventStream events = api.events("/v1/jobs/" + job + "/events")) {
            for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) {
                if (wanted.test(event.get())) {
                    return event.get();
                }
            }
        }
        throw new AssertionError("the job has ended without that event: " + api.get("/v1/jobs/" + job));
    }

    /** Whether an event tells of so many steps, or more. */
    static Predicate<Event> step(int step) {
        return event -> event.name().equals("progress")
                && event.json().at("/data/progress/unit").asString("").equals("steps")
                && event.json().at("/data/progress/done").asInt(0) >= step;
    }
}
