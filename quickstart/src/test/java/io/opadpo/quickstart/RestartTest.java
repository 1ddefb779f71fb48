package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.lab.corrector.Fault;
import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.lab.corrector.Task;
import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.model.LabModel;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The platform goes down twice while a pipeline runs, database and all. */
class RestartTest {

    private static final LabSize SIZE = new LabSize(36, 2);
    private static final List<LabSample> SCENES = LabFolder.prompts(SIZE, RunningPlatform.SEED);
    private static final int HELD_AT = 5;
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path data;

    private final ConcurrentLinkedQueue<Task> corrected = new ConcurrentLinkedQueue<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Lets a few requests through and holds the others until the service that sent them goes down. */
    private void correcting(Task task) {
        corrected.add(task);
        if (corrected.size() < HELD_AT) {
            return;
        }
        held.countDown();
        await(released);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPipelineGoesOnWhereItWas() throws IOException {
        String id;
        String opa;
        try (StandInCorrector corrector = StandInCorrector.start(0, request -> Fault.NONE, this::correcting)) {
            try (RunningPlatform first = RunningPlatform.start(data, corrector, SIZE)) {
                JsonNode pipeline = submit(first);
                id = pipeline.path("id").asString();
                opa = RunningPlatform.stage(pipeline, "opa").path("job").asString();
                await(held);
                ApplicationListener<ContextClosedEvent> down = event -> released.countDown();
                first.platform.service(PlatformService.FEEDBACK).addApplicationListener(down);
            }
            int before = corrector.requests();
            assertThat(before).as("corrections before the restart").isBetween(HELD_AT, answers() - 1);
            try (RunningPlatform second = RunningPlatform.start(data, corrector, SIZE)) {
                second.steps(opa, 2);
            }
            try (RunningPlatform third = RunningPlatform.start(data, corrector, SIZE)) {
                complete(third, third.succeeded(id));
            }
            assertThat(corrector.requests()).as("requests, one for each answer").isEqualTo(answers());
        }
    }

    private static int answers() {
        return SCENES.size();
    }

    private void complete(RunningPlatform running, JsonNode pipeline) {
        assertThat(RunningPlatform.stage(pipeline, "feedback")
                        .at("/result/corrections")
                        .asInt())
                .isEqualTo(answers());
        assertThat(corrected).doesNotHaveDuplicates();
        JsonNode training = RunningPlatform.stage(pipeline, "opa");
        List<String> steps = running.user
                .get("/v1/trainings/" + training.path("job").asString() + "/metrics")
                .json()
                .path("items")
                .findValuesAsString("step");
        assertThat(steps)
                .doesNotHaveDuplicates()
                .hasSize(training.at("/result/steps").asInt());
        JsonNode events = running.user
                .get("/v1/jobs/" + training.path("job").asString() + "/events?limit=1000")
                .json();
        List<Integer> startedFrom = events.path("items")
                .valueStream()
                .filter(event -> event.path("type").asString().equals("training_started"))
                .map(event -> event.at("/data/from_step").asInt())
                .toList();
        assertThat(startedFrom).hasSize(2).startsWith(0);
        assertThat(startedFrom.get(1)).as("where the training went on").isGreaterThanOrEqualTo(2);
    }

    private static JsonNode submit(RunningPlatform running) throws IOException {
        ObjectNode set = JsonMapper.shared().createObjectNode().put("name", "samples");
        ArrayNode prompts = set.putArray("prompts");
        for (LabSample sample : SCENES) {
            Reply image = running.user.post("/v1/images", sample.png(), "application/octet-stream");
            prompts.addObject()
                    .put("id", sample.id())
                    .put("image", image.json().path("sha256").asString())
                    .put("question", sample.question().text())
                    .put("standard", sample.standard());
        }
        String promptSet = running.user
                .post("/v1/prompt-sets", set.toString())
                .json()
                .path("id")
                .asString();
        Reply pipeline = running.user.post("/v1/pipelines", """
                {"name": "restarted", "prompt_set": "%s", "model": "%s",
                 "rollout": {"sampling": {"max_tokens": 120, "seed": 1}},
                 "feedback": {"concurrency": 1},
                 "opa": {"options": {"rank": 4, "epochs": 2, "batch": 4, "checkpoint_every": 1}},
                 "opa_dpo": {"options": {"epochs": 1, "batch": 12}},
                 "evaluation": {"limit": 2}}
                """.formatted(promptSet, LabModel.NAME));
        assertThat(pipeline.status()).as(pipeline.toString()).isEqualTo(201);
        return pipeline.json();
    }
}
