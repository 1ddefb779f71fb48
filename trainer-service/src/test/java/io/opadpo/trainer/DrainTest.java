package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.security.Scope;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A training whose kind is drained while it runs is given back, waits, and ends with the bytes of one that nothing stops. */
class DrainTest {

    private static final int STEPS = 60;
    private static final String TRAINING = """
            {"kind": "%s", "model": "tiny", "dataset": "%s", "options": {"rank": 2, "epochs": %d, "batch": 2,
             "micro_batch": 2, "learning_rate": 1e-3, "max_prompt": 400, "checkpoint_every": 1000}}
            """;

    @TempDir
    private Path files;

    @Test
    void aTrainingThatIsHandedBackGoesOnWhereItStopped() {
        try (FakeDatasets datasets = new FakeDatasets();
                TestService service =
                        TestService.start(TrainerApplication.application(), TinyTrainer.properties(files, datasets))) {
            Api alice = service.as("alice");
            Api operator = service.as("operator", Set.of(Scope.ADMIN));
            UUID data = datasets.add("alice", TinyTrainer.samples(8));
            String job = TinyTrainer.submit(alice, "/v1/trainings", TRAINING.formatted("opa", data, 15));
            TinyTrainer.event(alice, job, TinyTrainer.step(3));

            drain(operator, "drain", "{\"kinds\": [\"opa\"], \"hand_back\": true}");
            TinyTrainer.event(alice, job, event -> event.name().equals("release"));
            JsonNode handedBack = alice.get("/v1/jobs/" + job).json();
            int step = handedBack.at("/progress/done").asInt();
            assertThat(handedBack.path("state").asString()).isEqualTo("READY");
            assertThat(step).isBetween(3, STEPS - 1);
            assertUntouched(handedBack);
            assertThat(lastCheckpoint(alice, job)).isEqualTo(step);

            // Requests are answered, and the worker has work: whoever claimed in order would have taken the first job
            // first.
            assertThat(chat(alice).status()).isEqualTo(200);
            assertThat(service.anonymous().get("/readyz").status()).isEqualTo(200);
            TinyTrainer.result(alice, TinyTrainer.submit(alice, "/v1/trainings", TRAINING.formatted("sft", data, 1)));
            assertThat(alice.get("/v1/jobs/" + job).json()).isEqualTo(handedBack);
            JsonNode drained = operator.get("/v1/admin/drain").json().at("/items/0");
            assertThat(drained.path("running").asInt()).isZero();
            assertThat(drained.path("ready").asInt()).isEqualTo(1);

            drain(operator, "resume", "{\"service\": \"trainer\"}");
            JsonNode result = TinyTrainer.result(alice, job);
            assertUntouched(alice.get("/v1/jobs/" + job).json());
            TinyTrainer.event(
                    alice,
                    job,
                    event -> event.name().equals("training_started")
                            && event.json().at("/data/from_step").asInt() == step);
            JsonNode whole = TinyTrainer.result(
                    alice, TinyTrainer.submit(alice, "/v1/trainings", TRAINING.formatted("opa", data, 15)));
            assertThat(whole.path("adapter")).isNotEqualTo(result.path("adapter"));
            assertThat(result.path("steps").asInt()).isEqualTo(STEPS);
            assertThat(result.path("adapter_version")).isEqualTo(whole.path("adapter_version"));
            assertThat(alice.get("/v1/trainings/" + job + "/metrics").json().path("items"))
                    .hasSize(STEPS);
        }
    }

    private static void drain(Api operator, String call, String body) {
        Reply reply = operator.post("/v1/admin/" + call, body);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }

    private static void assertUntouched(JsonNode job) {
        assertThat(job.at("/attempts/errors").asInt(-1)).isZero();
        assertThat(job.at("/attempts/crashes").asInt(-1)).isZero();
    }

    /** Only the one that it left when it stopped can be there. */
    private static int lastCheckpoint(Api api, String job) {
        JsonNode all = api.get("/v1/trainings/" + job + "/checkpoints").json().path("items");
        assertThat(all).hasSize(1);
        return all.path(0).path("step").asInt();
    }

    private static Reply chat(Api api) {
        return api.post("/v1/chat/completions", """
                {"model": "tiny", "max_tokens": 3, "messages": [{"role": "user", "content": [
                 {"type": "text", "text": "What is it?"},
                 {"type": "image_url", "image_url": {"url": "%s"}}]}]}
                """.formatted(TinyTrainer.dataUrl("square.png")));
    }
}
