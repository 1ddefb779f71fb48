package io.opadpo.gateway.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.gateway.RunningGateway;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Progress;
import io.opadpo.service.retention.Sweeps;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PipelinesTest {
    private static final String PROMPTS = "11111111-2222-3333-4444-555555555555";
    private static final String MINIMAL =
            "{\"name\": \"p\", \"prompt_set\": \"" + PROMPTS + "\", \"model\": \"llava-1.5-7b\"}";

    private final TestService gateway = RunningGateway.GATEWAY;
    private final JobLeases leases = gateway.bean(JobLeases.class);
    private final JobStore store = gateway.bean(JobStore.class);
    private final String owner = "pipes-" + UUID.randomUUID().toString().substring(0, 8);
    private final Api api = gateway.as(owner);

    @Test
    void aPipelineIsSixJobsWhichNeedEachOther() {
        Reply created = api.post("/v1/pipelines", MINIMAL);
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        JsonNode pipeline = created.json();
        assertThat(created.header("Location")).isEqualTo("/v1/pipelines/" + id(pipeline));
        Map<String, String> jobs = jobs(pipeline);
        assertThat(pipeline.path("stages").findValuesAsString("stage"))
                .containsExactly("rollout", "feedback", "dataset", "opa", "opa_dpo", "evaluation");
        assertThat(pipeline.path("stages").findValuesAsString("state"))
                .containsExactly("READY", "WAITING", "WAITING", "WAITING", "WAITING", "WAITING");
        assertNeeds(jobs, "rollout");
        assertNeeds(jobs, "feedback", "rollout");
        assertNeeds(jobs, "dataset", "feedback");
        assertNeeds(jobs, "opa", "dataset");
        assertNeeds(jobs, "opa_dpo", "dataset", "opa");
        assertNeeds(jobs, "evaluation", "dataset", "opa", "opa_dpo");
        List<String> kinds = new ArrayList<>();
        api.get("/v1/jobs?pipeline=" + id(pipeline))
                .json()
                .path("items")
                .forEach(job -> kinds.add(job.path("kind").asString()));
        assertThat(kinds).containsExactlyInAnyOrder("rollout", "feedback", "dataset", "opa", "opa-dpo", "evaluation");
    }

    @Test
    void whatIsLeftOutIsAsPublished() {
        Map<String, String> jobs = jobs(api.post("/v1/pipelines", MINIMAL).json());
        assertParameters(jobs, "rollout", """
                {"prompt_set": "%s", "model": "llava-1.5-7b", "samples": 1, "concurrency": 8,
                 "sampling": {"temperature": 1.0, "top_k": 30, "top_p": 0.95, "max_tokens": 896}}""".formatted(PROMPTS));
        assertParameters(jobs, "feedback", """
                {"rollout_job": "%s", "concurrency": 4, "max_tokens": 3000}""".formatted(jobs.get("rollout")));
        assertParameters(jobs, "dataset", """
                {"name": "p", "feedback_job": "%s", "held_out": 0.0}""".formatted(jobs.get("feedback")));
        assertParameters(jobs, "opa", """
                {"kind": "opa", "model": "llava-1.5-7b", "dataset_job": "%s"}""".formatted(jobs.get("dataset")));
        assertParameters(jobs, "opa_dpo", """
                {"kind": "opa-dpo", "model": "llava-1.5-7b", "dataset_job": "%s", "start_job": "%s"}""".formatted(jobs.get("dataset"), jobs.get("opa")));
        assertParameters(jobs, "evaluation", """
                {"model": "llava-1.5-7b", "dataset_job": "%s", "adapter_jobs": ["%s", "%s"]}""".formatted(jobs.get("dataset"), jobs.get("opa"), jobs.get("opa_dpo")));
    }

    @Test
    void aPipelineThatHasEndedGoesWithItsJobs() {
        JsonNode pipeline = api.post("/v1/pipelines", MINIMAL).json();
        String path = "/v1/pipelines/" + id(pipeline);
        assertThat(api.delete(path).json().path("code").asString()).isEqualTo("job_state");
        api.post(path + "/cancel");
        assertThat(gateway.as("nobody-" + owner).delete(path).status()).isEqualTo(404);

        String rollout = jobs(pipeline).get("rollout");
        assertThat(api.delete("/v1/jobs/" + rollout).status())
                .as("later stages need it")
                .isEqualTo(409);
        UUID outsider = store.submit(
                        NewJob.of("feedback", owner, JsonMapper.shared().createObjectNode())
                                .needing(UUID.fromString(rollout)))
                .id();
        assertThat(api.delete(path).json().path("detail").asString()).contains(outsider.toString());
        store.cancel(Owner.of(owner), outsider);
        assertThat(api.delete(path).status()).as("it could be requeued").isEqualTo(409);
        assertThat(api.delete("/v1/jobs/" + outsider).status()).isEqualTo(204);

        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(api.get("/v1/jobs").json().path("items").size()).isZero();
    }

    @Test
    void aPipelineThatHasFailedGoesWithWhatItBlocks() {
        JsonNode pipeline = api.post("/v1/pipelines", MINIMAL).json();
        String path = "/v1/pipelines/" + id(pipeline);
        store.cancel(Owner.of(owner), UUID.fromString(jobs(pipeline).get("rollout")));
        assertThat(api.get(path).json().at("/stages/1/state").asString()).isEqualTo("BLOCKED");

        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get("/v1/jobs").json().path("items").size()).isZero();
    }

    @Test
    void aPipelineWhoseJobsAreGoneIsForgotten() {
        JsonNode gone = api.post("/v1/pipelines", MINIMAL).json();
        JsonNode stays = api.post("/v1/pipelines", MINIMAL).json();
        api.post("/v1/pipelines/" + id(gone) + "/cancel");
        gateway.bean(JdbcClient.class)
                .sql("UPDATE jobs SET finished = finished - interval '100 days' WHERE pipeline = :pipeline::uuid")
                .param("pipeline", id(gone))
                .update();
        gateway.bean(Sweeps.class).sweep();
        assertThat(api.get("/v1/jobs").json().path("items").size())
                .as("whoever runs jobs removes them")
                .isEqualTo(12);

        JobRemoval removal = gateway.bean(JobRemoval.class);
        int removed = 0;
        while (removal.removeOld(Set.of(), Duration.ofDays(90))) {
            removed++;
        }
        assertThat(removed).isEqualTo(6);

        gateway.bean(Sweeps.class).sweep();
        assertThat(api.get("/v1/pipelines").json().path("items").findValuesAsString("id"))
                .containsExactly(id(stays));
    }

    /** Whoever sends it as it stands, with a real model, gets an adapter worth its price. */
    @Test
    void theExampleLeavesAllSettingsAsPublished() {
        JsonNode example = api.get("/v3/api-docs").json().at("/components/schemas/PipelineRequest/example");
        assertThat(example.propertyNames()).containsExactlyInAnyOrder("name", "prompt_set", "model");
        assertThat(api.post("/v1/pipelines", example.toString()).status()).isEqualTo(201);
    }

    @Test
    void settingsReachTheirStages() {
        String body = MINIMAL.replace("}", """
                , "rollout": {"samples": 2, "sampling": {"seed": 7}}, "feedback": {"judge": "gpt", "budget": 2.5, "mode": "batch"},
                "dataset": {"name": "d", "held_out": 0.2}, "opa": {"name": "a1", "options": {"epochs": 3}},
                "opa_dpo": {"options": {"learning_rate": 1e-5, "targets": ["decoder"]}}, "evaluation": {"limit": 9,
                "answers": 4, "max_tokens": 99}}""");
        Reply created = api.post("/v1/pipelines", body);
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        Map<String, String> jobs = jobs(created.json());
        assertThat(parameters(jobs, "rollout").path("samples").asInt()).isEqualTo(2);
        assertThat(parameters(jobs, "rollout").path("sampling").path("seed").asInt())
                .isEqualTo(7);
        assertThat(parameters(jobs, "rollout").path("sampling").path("top_k").asInt())
                .isEqualTo(30);
        assertThat(parameters(jobs, "feedback").path("judge").asString()).isEqualTo("gpt");
        assertThat(parameters(jobs, "feedback").path("budget").asDouble()).isEqualTo(2.5);
        assertThat(parameters(jobs, "feedback").path("mode").asString()).isEqualTo("batch");
        assertThat(parameters(jobs, "dataset").path("name").asString()).isEqualTo("d");
        assertThat(parameters(jobs, "dataset").path("held_out").asDouble()).isEqualTo(0.2);
        assertThat(parameters(jobs, "opa").path("name").asString()).isEqualTo("a1");
        assertThat(parameters(jobs, "opa").path("options").toString()).isEqualTo("{\"epochs\":3}");
        assertThat(parameters(jobs, "opa_dpo")
                        .path("options")
                        .path("learning_rate")
                        .asDouble())
                .isEqualTo(1e-5);
        JsonNode evaluation = parameters(jobs, "evaluation");
        assertThat(evaluation.path("limit").asInt()).isEqualTo(9);
        assertThat(evaluation.path("answers").asInt()).isEqualTo(4);
        assertThat(evaluation.path("max_tokens").asInt()).isEqualTo(99);
    }

    @Test
    void allSettingsOfFeedbackAndDatasetPassOn() {
        String feedback = """
                {"judges": ["gpt", "azure"], "concurrency": 9, "max_tokens": 99, "budget": 2.5, "mode": "batch",
                 "reuse": false, "batch_fallback": true, "prompt": {"version": "mine", "system": "S",
                 "user": "{{question}} {{standard}} {{answer}}", "repair": "{{problem}}"}""";
        String dataset = "{\"name\": \"d\", \"held_out\": 0.2, \"seed\": 3, \"max_words\": 50,"
                + " \"near_duplicates\": {\"distance\": 4, \"together\": true}";
        String body = MINIMAL.substring(0, MINIMAL.length() - 1) + ", \"feedback\": " + feedback + "}, \"dataset\": "
                + dataset + "}}";
        Map<String, String> jobs = jobs(api.post("/v1/pipelines", body).json());

        assertParameters(jobs, "feedback", feedback + ", \"rollout_job\": \"" + jobs.get("rollout") + "\"}");
        assertParameters(jobs, "dataset", dataset + ", \"feedback_job\": \"" + jobs.get("feedback") + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rollout\": {\"samples\": 0}                              | rollout.samples",
                "\"rollout\": {\"sampling\": {\"top_p\": 1.5}}              | rollout.sampling.top_p",
                "\"rollout\": {\"sampling\": {\"topP\": 0.5}}               | rollout.sampling.top_p",
                "\"rollout\": {\"sampling\": {\"beams\": 5}}                | rollout.sampling.beams",
                "\"feedback\": {\"max_tokens\": \"many\"}                   | feedback.max_tokens",
                "\"feedback\": {\"judges\": [\"\"]}                          | feedback.judges[0]",
                "\"feedback\": {\"judge\": \"a\", \"judges\": [\"b\"]}        | feedback.judges",
                "\"feedback\": {\"prompt\": {\"text\": \"T\"}}              | feedback.prompt.text",
                "\"dataset\": {\"held_out\": 1.0}                           | dataset.held_out",
                "\"dataset\": {\"max_words\": 0}                            | dataset.max_words",
                "\"dataset\": {\"near_duplicates\": {\"distance\": 16}}    | dataset.near_duplicates.distance",
                "\"dataset\": {\"name\": \"../x\"}                          | dataset.name",
                "\"opa\": {\"options\": {\"epochs\": 0}}                    | opa.options.epochs",
                "\"opa\": {\"options\": {\"targets\": [\"head\"]}}          | opa.options.targets[0]",
                "\"opa_dpo\": {\"options\": {\"epoch\": 1}}                 | opa_dpo.options.epoch",
                "\"opa_dpo\": {\"options\": {\"anchor\": \"up\"}}           | opa_dpo.options.anchor",
                "\"evaluation\": {\"limit\": 0}                             | evaluation.limit",
                "\"evaluation\": {\"benchmarks\": [\"\"]}                  | evaluation.benchmarks[0]",
                "\"evaluation\": {\"max_tokens\": 0}                        | evaluation.max_tokens",
                "\"merge\": {}                                              | merge",
            })
    void whatIsWrongIsNamed(String part, String field) {
        Reply reply = api.post("/v1/pipelines", MINIMAL.replace("}", ", " + part + "}"));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.json().path("errors").findValuesAsString("field")).containsExactly(field);
        assertThat(api.get("/v1/jobs").json().path("items").size()).isZero();
    }

    @Test
    void whatIsMissingIsNamed() {
        Reply reply = api.post("/v1/pipelines", "{}");
        assertThat(reply.json().path("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("name", "prompt_set", "model");
    }

    @Test
    void progressAndStateFollowTheStages() {
        String path = "/v1/pipelines/" + id(api.post("/v1/pipelines", MINIMAL).json());
        assertState(path, "WAITING", 0);
        Claim rollout = claim("rollout");
        leases.progress(rollout, new Progress(1, 4L, "prompts", Duration.ofMinutes(3), null));
        JsonNode running = assertState(path, "RUNNING", 0.25 / 6);
        assertThat(running.path("stages").get(0).path("eta").asString()).isEqualTo("PT3M");
        assertThat(running.path("eta").isNull())
                .as("nobody knows how long the others take")
                .isTrue();
        leases.complete(rollout, JsonMapper.shared().readTree("{\"answers\": 4}"));
        JsonNode done = assertState(path, "RUNNING", 1.0 / 6);
        assertThat(done.path("stages").get(0).path("result").path("answers").asInt())
                .isEqualTo(4);
        leases.fail(claim("feedback"), new JobError("JUDGE_GONE", "no answer", false));
        JsonNode failed = assertState(path, "FAILED", 1.0 / 6);
        assertThat(failed.path("stages").get(1).path("error").path("code").asString())
                .isEqualTo("JUDGE_GONE");
        assertThat(failed.path("stages").get(2).path("state").asString()).isEqualTo("BLOCKED");
        api.post("/v1/jobs/" + failed.path("stages").get(1).path("job").asString() + "/requeue");
        assertState(path, "RUNNING", 1.0 / 6);
        for (String kind : List.of("feedback", "dataset", "opa", "opa-dpo", "evaluation")) {
            leases.complete(claim(kind), null);
        }
        JsonNode succeeded = assertState(path, "SUCCEEDED", 1);
        assertThat(succeeded.path("eta").asString()).isEqualTo("PT0S");
        assertThat(api.post(path + "/cancel").status()).isEqualTo(409);
        JsonNode next = api.post("/v1/pipelines", MINIMAL).json();
        assertThat(next.path("eta").isNull())
                .as("the last one tells how long stages take")
                .isFalse();
    }

    @Test
    void cancelEndsWhatHasNotEnded() {
        JsonNode pipeline = api.post("/v1/pipelines", MINIMAL).json();
        leases.complete(claim("rollout"), null);
        Reply cancelled = api.post("/v1/pipelines/" + id(pipeline) + "/cancel");
        assertThat(cancelled.json().path("state").asString()).isEqualTo("CANCELLED");
        assertThat(cancelled.json().path("stages").findValuesAsString("state"))
                .containsExactly("SUCCEEDED", "CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED", "CANCELLED");
        assertThat(api.post("/v1/pipelines/" + id(pipeline) + "/cancel").status())
                .isEqualTo(200);
    }

    @Test
    void pausedStagesShow() {
        JsonNode pipeline = api.post("/v1/pipelines", MINIMAL).json();
        api.post("/v1/jobs/" + jobs(pipeline).get("rollout") + "/pause");
        assertState("/v1/pipelines/" + id(pipeline), "PAUSED", 0);
    }

    @Test
    void aKeySubmitsOnce() {
        Api keyed = api.with("Idempotency-Key", "once");
        String first = id(keyed.post("/v1/pipelines", MINIMAL).json());
        assertThat(id(keyed.post("/v1/pipelines", MINIMAL).json())).isEqualTo(first);
        Reply other = keyed.post("/v1/pipelines", MINIMAL.replace("\"p\"", "\"q\""));
        assertThat(other.json().path("code").asString()).isEqualTo("idempotency_conflict");
        assertThat(api.get("/v1/jobs").json().path("items").size()).isEqualTo(6);
    }

    @Test
    void aKeyWhosePipelineIsGoneSubmitsAnew() {
        Api keyed = api.with("Idempotency-Key", "again");
        String first = id(keyed.post("/v1/pipelines", MINIMAL).json());
        api.post("/v1/pipelines/" + first + "/cancel");
        assertThat(api.delete("/v1/pipelines/" + first).status()).isEqualTo(204);

        Reply second = keyed.post("/v1/pipelines", MINIMAL);
        assertThat(second.status()).as(second.toString()).isEqualTo(201);
        assertThat(id(second.json())).isNotEqualTo(first);
        assertThat(id(keyed.post("/v1/pipelines", MINIMAL).json())).isEqualTo(id(second.json()));
    }

    @Test
    void ownersSeeNothingOfEachOther() {
        String id = id(api.post("/v1/pipelines", MINIMAL).json());
        Api other = gateway.as("other-" + owner);
        assertThat(other.get("/v1/pipelines").json().path("items").size()).isZero();
        assertThat(other.get("/v1/pipelines/" + id).status()).isEqualTo(404);
        assertThat(other.post("/v1/pipelines/" + id + "/cancel").status()).isEqualTo(404);
        assertThat(other.get("/v1/jobs?pipeline=" + id).json().path("items").size())
                .isZero();
    }

    @Test
    void listsComeInPagesTheNewestFirst() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(0, id(api.post("/v1/pipelines", MINIMAL).json()));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/v1/pipelines?limit=2" + cursor).json();
            page.path("items").forEach(item -> seen.add(id(item)));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asString();
        } while (!cursor.isEmpty());
        assertThat(seen).isEqualTo(made);
    }

    private static String id(JsonNode pipeline) {
        return pipeline.path("id").asString();
    }

    private static Map<String, String> jobs(JsonNode pipeline) {
        Map<String, String> jobs = new HashMap<>();
        pipeline.path("stages")
                .forEach(stage -> jobs.put(
                        stage.path("stage").asString(), stage.path("job").asString()));
        return jobs;
    }

    private void assertNeeds(Map<String, String> jobs, String stage, String... needed) {
        assertThat(store.needs(Owner.of(owner), UUID.fromString(jobs.get(stage))))
                .containsExactlyInAnyOrderElementsOf(List.of(needed).stream()
                        .map(jobs::get)
                        .map(UUID::fromString)
                        .toList());
    }

    private JsonNode parameters(Map<String, String> jobs, String stage) {
        return api.get("/v1/jobs/" + jobs.get(stage)).json().path("parameters");
    }

    private void assertParameters(Map<String, String> jobs, String stage, String json) {
        assertThat(parameters(jobs, stage)).isEqualTo(JsonMapper.shared().readTree(json));
    }

    private JsonNode assertState(String path, String state, double progress) {
        JsonNode pipeline = api.get(path).json();
        assertThat(pipeline.path("state").asString()).isEqualTo(state);
        assertThat(pipeline.path("progress").asDouble()).isCloseTo(progress, Offset.offset(1e-9));
        return pipeline;
    }

    /** Claims this owner's job of a kind; jobs of other tests stay with nobody. */
    private Claim claim(String kind) {
        Claim found = null;
        for (ClaimedJob claimed : leases.claim("test", Set.of(kind), 1000, Duration.ofMinutes(5))) {
            if (claimed.job().owner().equals(owner)) {
                found = claimed.claim();
            } else {
                leases.release(claimed.claim());
            }
        }
        assertThat(found).as(kind).isNotNull();
        return found;
    }
}
