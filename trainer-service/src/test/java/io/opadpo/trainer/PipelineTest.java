package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.llava.files.Sha256;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the service does with a dataset, one job after the other. */
class PipelineTest {

    @TempDir
    private static Path files;

    private static FakeDatasets datasets;
    private static TestService service;

    @BeforeAll
    static void start() {
        datasets = new FakeDatasets();
        // Room for one of each, so that models and adapters come and go.
        service = TestService.start(
                TrainerApplication.application(),
                TinyTrainer.properties(
                        files,
                        datasets,
                        "opadpo.trainer.loaded-models=1",
                        "opadpo.trainer.loaded-adapters=1",
                        "opadpo.jobs.backoff-base=0ms"));
    }

    @AfterAll
    static void stop() {
        service.close();
        datasets.close();
    }

    /** A dataset job that has been submitted and will be done by {@link #finishDatasetJob}. */
    private static UUID datasetJob(String owner) {
        NewJob job = NewJob.of("dataset", owner, JsonMapper.shared().createObjectNode());
        service.bean(JobStore.class).submit(job);
        return job.id();
    }

    private static void finishDatasetJob(UUID dataset) {
        JobLeases leases = service.bean(JobLeases.class);
        ClaimedJob claimed = leases.claim("test", Set.of("dataset"), 1, Duration.ofMinutes(1))
                .get(0);
        ObjectNode result = JsonMapper.shared().createObjectNode().put("dataset", dataset.toString());
        leases.complete(claimed.claim(), result);
    }

    private static Map<String, byte[]> unzipped(Reply reply) throws IOException {
        assertThat(reply.header("Content-Type")).isEqualTo("application/zip");
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(reply.bytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void fromADatasetToAnEvaluatedAndMergedAdapter() throws IOException {
        Api alice = service.as("alice");
        UUID data = datasetJob("alice");
        String opa = TinyTrainer.submit(alice, "/v1/trainings", """
                {"kind": "opa", "model": "tiny", "dataset_job": "%s", "name": "first", "options": {"rank": 4, "epochs": 2,
                 "batch": 4, "micro_batch": 2, "learning_rate": 1e-3, "max_prompt": 400, "checkpoint_every": 1}}
                """.formatted(data));
        String second = TinyTrainer.submit(alice, "/v1/trainings", """
                {"kind": "opa-dpo", "model": "tiny", "dataset_job": "%s", "start_job": "%s", "name": "second",
                 "options": {"epochs": 1, "batch": 4, "learning_rate": 1e-4, "max_prompt": 400}}
                """.formatted(data, opa));
        String evaluation = TinyTrainer.submit(alice, "/v1/evaluations", """
                {"model": "tiny", "dataset_job": "%s", "adapter_jobs": ["%s", "%s"], "answers": 2, "max_tokens": 4}
                """.formatted(data, opa, second));
        String merge = TinyTrainer.submit(alice, "/v1/merges", """
                {"adapter_job": "%s", "dtype": "fp32", "name": "merged"}
                """.formatted(second));
        assertThat(alice.get("/v1/jobs/" + opa).json().path("state").asString()).isEqualTo("WAITING");
        finishDatasetJob(datasets.add("alice", TinyTrainer.samples(6)));

        JsonNode first = TinyTrainer.result(alice, opa);
        assertThat(first.path("adapter").asString()).isEqualTo("first");
        assertThat(first.path("steps").asInt()).isEqualTo(4);
        assertThat(first.path("dropped").asInt()).isZero();
        JsonNode refined = TinyTrainer.result(alice, second);
        assertThat(refined.path("adapter_version").asString())
                .isNotEqualTo(first.path("adapter_version").asString());
        metricsAndCheckpoints(alice, opa, second);
        onPolicy(alice, opa, second);
        evaluated(TinyTrainer.result(alice, evaluation));
        registered(alice, first);
        merged(alice, merge, TinyTrainer.result(alice, merge));
        strangersSeeNothing(opa, merge);
    }

    private static void metricsAndCheckpoints(Api alice, String opa, String second) {
        JsonNode range = alice.get("/v1/trainings/" + opa + "/metrics?from_step=2&to_step=3")
                .json();
        assertThat(range.path("items").size()).isEqualTo(2);
        assertThat(range.at("/items/0/step").asInt()).isEqualTo(2);
        JsonNode part = alice.get("/v1/trainings/" + opa + "/metrics?limit=3").json();
        assertThat(part.path("next").asInt()).isEqualTo(4);
        // Policy and reference are the same before the first step.
        assertThat(alice.get("/v1/trainings/" + second + "/metrics")
                        .json()
                        .path("items")
                        .path(0)
                        .path("scalars")
                        .path("loss/total")
                        .asDouble())
                .isCloseTo(6.4 * Math.log(2), within(1e-5));
        JsonNode checkpoints =
                alice.get("/v1/trainings/" + opa + "/checkpoints").json();
        assertThat(checkpoints.path("items").size()).isEqualTo(2);
        assertThat(checkpoints.at("/items/1/step").asInt()).isEqualTo(4);
        assertThat(alice.get("/v1/trainings/" + opa + "/dropped")
                        .json()
                        .path("kept")
                        .asInt())
                .isEqualTo(6);
    }

    /** Only where pairs are learnt from; the adapter has moved away from the base model. */
    private static void onPolicy(Api alice, String opa, String second) {
        assertThat(TinyTrainer.result(alice, opa).has("on_policy")).isFalse();
        JsonNode fit = TinyTrainer.result(alice, second).path("on_policy");
        assertThat(fit.path("samples").asInt()).isEqualTo(6);
        for (String answer : List.of("standard", "revised", "original")) {
            JsonNode figures = fit.path(answer);
            assertThat(figures.path("log_prob").asDouble()).as(answer).isNegative();
            assertThat(figures.path("kl_to_base").asDouble()).as(answer).isPositive();
            assertThat(figures.path("surprise").asDouble())
                    .as(answer)
                    .isCloseTo(
                            -figures.path("log_prob").asDouble()
                                    - figures.path("entropy").asDouble(),
                            within(1e-9));
            assertThat(figures.path("off_policy").asDouble()).as(answer).isBetween(0.0, 1.0);
        }
        assertThat(fit.path("warnings").isArray()).isTrue();
    }

    private static void evaluated(JsonNode result) {
        assertThat(result.path("samples").asInt()).isEqualTo(6);
        assertThat(result.at("/policies/0/policy").asString()).isEqualTo("base");
        assertThat(result.at("/policies/2/policy").asString()).isEqualTo("second");
        assertThat(result.at("/policies/1/log_prob_per_token/standard").asDouble())
                .as("trained to say this")
                .isGreaterThan(
                        result.at("/policies/0/log_prob_per_token/standard").asDouble());
        assertThat(result.at("/policies/0/revised_over_original").asDouble()).isBetween(0.0, 1.0);
        assertThat(result.path("answers").size()).isEqualTo(2);
        assertThat(result.at("/answers/0/answers/first").isString()).isTrue();
    }

    private static void registered(Api alice, JsonNode first) throws IOException {
        JsonNode adapters = alice.get("/v1/adapters?limit=1").json();
        assertThat(adapters.at("/items/0/name").asString()).isEqualTo("first");
        JsonNode next = alice.get(
                        "/v1/adapters?limit=1&cursor=" + adapters.path("next").asString())
                .json();
        assertThat(next.at("/items/0/name").asString()).isEqualTo("second");
        Map<String, byte[]> folder = unzipped(alice.get("/v1/adapters/first/download"));
        assertThat(folder).containsOnlyKeys("adapter_config.json", "adapter_model.safetensors");
        assertThat(Sha256.of(folder.get("adapter_model.safetensors")))
                .isEqualTo(first.path("adapter_version").asString());
        String question =
                "{\"model\": \"first\", \"max_tokens\": 4, \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
        JsonNode answer = alice.post("/v1/chat/completions", question).json();
        assertThat(answer.path("model").asString()).as(answer.toString()).isEqualTo("first");
        assertThat(answer.path("system_fingerprint")).isEqualTo(first.path("model_version"));
        assertThat(answer.path("adapter_version")).isEqualTo(first.path("adapter_version"));
    }

    private static void merged(Api alice, String job, JsonNode result) throws IOException {
        assertThat(result.path("model").asString()).isEqualTo("merged");
        assertThat(unzipped(alice.get("/v1/merges/" + job + "/download")))
                .containsKeys("config.json", "model.safetensors", "tokenizer.model");
        String question = "{\"model\": \"%s\", \"temperature\": 0, \"max_tokens\": 5,"
                + " \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
        JsonNode whole =
                alice.post("/v1/chat/completions", question.formatted("merged")).json();
        JsonNode parts =
                alice.post("/v1/chat/completions", question.formatted("second")).json();
        assertThat(whole.path("choices"))
                .as("merged, and the adapter beside its model")
                .isEqualTo(parts.path("choices"));
        assertThat(whole.path("system_fingerprint")).isEqualTo(result.path("model_version"));
        assertThat(alice.get("/v1/models").json().path("data").findValuesAsString("id"))
                .containsExactly("tiny", "merged", "first", "second");
    }

    private static void strangersSeeNothing(String opa, String merge) {
        Api bob = service.as("bob");
        assertThat(bob.get("/v1/models").json().path("data").findValuesAsString("id"))
                .containsExactly("tiny");
        assertThat(bob.get("/v1/adapters").json().path("items").isEmpty()).isTrue();
        assertThat(bob.get("/v1/adapters/first").status()).isEqualTo(404);
        assertThat(bob.get("/v1/adapters/first/download").status()).isEqualTo(404);
        assertThat(bob.get("/v1/trainings/" + opa + "/metrics").status()).isEqualTo(404);
        assertThat(bob.get("/v1/merges/" + merge + "/download").status()).isEqualTo(404);
        String question = "{\"model\": \"first\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
        assertThat(bob.post("/v1/chat/completions", question).status()).isEqualTo(404);
    }

    @Test
    void aWholeModelLearnsAndIsAModelItself() {
        Api carol = service.as("carol");
        UUID data = datasets.add("carol", TinyTrainer.samples(4));
        JsonNode sft = TinyTrainer.result(carol, TinyTrainer.submit(carol, "/v1/trainings", """
                {"kind": "sft", "model": "tiny", "dataset": "%s", "name": "whole", "options": {"full": true, "epochs": 1,
                 "batch": 4, "max_prompt": 400, "targets": ["projector"]}}
                """.formatted(data)));
        assertThat(sft.path("model").asString()).isEqualTo("whole");
        JsonNode dpo = TinyTrainer.result(carol, TinyTrainer.submit(carol, "/v1/trainings", """
                {"kind": "dpo", "model": "whole", "dataset": "%s", "options": {"rank": 2, "epochs": 1, "batch": 2,
                 "held_out": 0.4, "evaluate_every": 1, "max_prompt": 400}}
                """.formatted(data)));
        assertThat(dpo.path("base_model").asString()).isEqualTo("whole");
        assertThat(dpo.path("adapter").asString()).matches("dpo-[0-9a-f]{8}");
        assertThat(dpo.at("/best/value").asDouble()).isPositive();
    }

    @Test
    void whatCannotBeTrainedOnSaysWhy() {
        Api dave = service.as("dave");
        String bare = "{\"id\": \"bare\", \"question\": \"q\", \"standard\": \"s\", \"original\": \"o\"}\n";
        String start = "{\"kind\": \"opa\", \"model\": \"tiny\", \"dataset\": \"%s\", \"options\": {\"rank\": 2}}";
        JsonNode left = TinyTrainer.ended(
                dave, TinyTrainer.submit(dave, "/v1/trainings", start.formatted(datasets.add("dave", bare))));
        assertThat(left.path("state").asString()).isEqualTo("DEAD");
        assertThat(left.at("/error/code").asString()).isEqualTo("NOTHING_LEFT");
        assertThat(left.at("/error/subject").asString()).isEqualTo("bare");
        assertThat(left.at("/error/message").asString()).contains("NO_REPORT");
        JsonNode gone = TinyTrainer.ended(
                dave, TinyTrainer.submit(dave, "/v1/trainings", start.formatted(datasets.add("alice", bare))));
        assertThat(gone.at("/error/code").asString())
                .as("another owner's dataset")
                .isEqualTo("REMOTE_NOT_FOUND");
    }

    @Test
    void whatADatasetHoldsOutIsNotTrainedOn() {
        Api frank = service.as("frank");
        String heldOut = TinyTrainer.samples(2).replace("{\"id\"", "{\"split\": \"held_out\", \"id\"");
        JsonNode ended = TinyTrainer.ended(
                frank, TinyTrainer.submit(frank, "/v1/trainings", """
                {"kind": "opa", "model": "tiny", "dataset": "%s", "options": {"rank": 2}}
                """.formatted(datasets.add("frank", heldOut))));
        assertThat(ended.at("/error/code").asString()).as(ended.toString()).isEqualTo("NOTHING_LEFT");
    }

    @Test
    void anEvaluationLooksAtWhatADatasetHoldsOut() {
        Api frank = service.as("frank");
        String[] lines = TinyTrainer.samples(4).split("\n");
        lines[2] = lines[2].replace("{\"id\"", "{\"split\": \"held_out\", \"id\"");
        JsonNode ended = TinyTrainer.ended(frank, TinyTrainer.submit(frank, "/v1/evaluations", """
                {"model": "tiny", "dataset": "%s", "answers": 0}
                """.formatted(
                        datasets.add("frank", String.join("\n", lines)))));
        assertThat(ended.at("/result/samples").asInt()).as(ended.toString()).isEqualTo(1);
    }

    @Test
    void aPictureThatIsNotWhatItsNameSaysIsNotTrainedOn() {
        Api erin = service.as("erin");
        UUID data = datasets.add("erin", TinyTrainer.samples(4));
        datasets.damage("erin", "tiny.png");
        JsonNode ended = TinyTrainer.ended(erin, TinyTrainer.submit(erin, "/v1/trainings", """
                {"kind": "sft", "model": "tiny", "dataset": "%s"}
                """.formatted(data)));
        assertThat(ended.at("/error/code").asString()).isEqualTo("IMAGE_DAMAGED");
        assertThat(ended.at("/attempts/errors").asInt())
                .as("it may come right the next time")
                .isEqualTo(5);
    }
}
