package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.chat.testing.FakeOpenAi;
import io.opadpo.feedback.judge.CorrectorPrompt;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FeedbackServiceTest {
    private static final Scene SCENE = new Scene();
    private static final Behaviour WELL = Behaviour.answering(Scene::report);

    private final FakeOpenAi judge = SCENE.judge;
    private final Api alice = SCENE.alice;

    @BeforeEach
    void reset() {
        judge.reset();
        judge.usually(WELL);
    }

    @AfterAll
    static void close() {
        SCENE.close();
    }

    @Test
    void everyAnswerIsCorrected() {
        String job = Scene.start(alice, SCENE.rollout("alice", 12), "");

        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(12);
        assertThat(ended.path("result").path("usage"))
                .hasToString("{\"prompt_tokens\":1200,\"completion_tokens\":120}");
        JsonNode correction = alice.get(Scene.corrections(job) + "?state=DONE&limit=2")
                .json()
                .path("items")
                .path(1);
        assertThat(correction.path("id").asString()).isEqualTo("a01");
        assertThat(correction.path("state").asString()).isEqualTo("DONE");
        assertThat(correction.path("image").asString()).isEqualTo("aa");
        assertThat(correction.path("standard").asString()).isEqualTo("A cat.");
        assertThat(correction.path("original").asString()).isEqualTo("A dog named a01 sleeps. The sofa is red.");
        assertThat(correction.path("revised").asString()).isEqualTo("A cat named a01 sleeps. The sofa is red.");
        assertThat(correction.path("report").path("0").path("score").asInt()).isEqualTo(2);
        assertThat(correction.path("judge"))
                .hasToString("{\"endpoint\":\"gpt\",\"model\":\"gpt-vision\","
                        + "\"reported_model\":\"gpt-vision-2026-01-01\",\"model_version\":\"fp-1\","
                        + "\"prompt_version\":\"v1\",\"prompt_sha256\":\""
                        + CorrectorPrompt.load("v1").sha256() + "\"}");
        assertThat(correction.path("policy")).hasToString("{\"model\":\"policy\",\"model_version\":\"fp_policy\"}");
        assertThat(correction.path("usage").path("prompt_tokens").asInt()).isEqualTo(100);
    }

    @Test
    void judgeIsAskedAsConfigured() {
        UUID rollout = SCENE.rollout("alice", 1);
        Scene.end(alice, Scene.start(alice, rollout, ",\"max_tokens\":500"));
        Scene.end(alice, Scene.start(alice, rollout, ",\"judge\":\"local\""));

        Asked gpt = judge.requests().get(0);
        assertThat(gpt.image()).isEqualTo("data:image/png;base64,AQID");
        assertThat(gpt.headers()).containsEntry("authorization", "Bearer " + Scene.API_KEY);
        assertThat(gpt.body().path("model").asString()).isEqualTo("gpt-vision");
        assertThat(gpt.body().path("temperature").asDouble()).isZero();
        assertThat(gpt.body().path("top_p").asDouble()).isEqualTo(0.95);
        assertThat(gpt.body().path("max_tokens").asInt()).isEqualTo(500);
        assertThat(gpt.body().has("response_format")).isFalse();
        Asked local = judge.requests().get(1);
        assertThat(local.headers()).doesNotContainKey("authorization");
        assertThat(local.body().path("model").asString()).isEqualTo("local-vision");
        assertThat(local.body().path("max_tokens").asInt()).isEqualTo(3000);
        assertThat(local.body().path("response_format").path("type").asString()).isEqualTo("json_schema");
    }

    @Test
    void badReplyIsSentBackOnce() {
        judge.next(1, Behaviour.answering(asked -> Scene.report(asked).replace("\"score\":2", "\"score\":9")));
        String job = Scene.start(alice, SCENE.rollout("alice", 1), "");

        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(1);
        assertThat(ended.path("result").path("usage").path("completion_tokens").asInt())
                .isEqualTo(20);
        JsonNode messages = judge.requests().get(1).body().path("messages");
        assertThat(messages).hasSize(4);
        assertThat(messages.path(2).path("role").asString()).isEqualTo("assistant");
        assertThat(messages.path(3).path("content").asString())
                .contains("Sentence 0: score is not a whole number from 1 to 4");
    }

    @Test
    void statesOfWhatCannotBeCorrected() {
        judge.whenever(about("a00"), Behaviour.answering(asked -> "The dog is a cat."));
        judge.whenever(about("a01"), Behaviour.answering(asked -> "I\u2019m sorry, but I can\u2019t help with that."));
        judge.whenever(about("a02"), Behaviour.refusing("No."));
        judge.whenever(about("a03"), Behaviour.ending("length", "{\"0\": {\"copied_con"));
        judge.whenever(about("a04"), Behaviour.ending("content_filter", ""));
        judge.whenever(about("a05"), Behaviour.failing(400, "content_policy_violation", "Not allowed"));
        judge.whenever(about("a06"), Behaviour.failing(400, "bad_image", "Cannot read the image"));
        String job = Scene.start(alice, SCENE.rollout("alice", 15), "");

        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(8);
        assertThat(ended.path("result").path("failures"))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"CONTENT_FILTERED\":2,\"INVALID_REPORT\":1,\"REFUSED\":2,"
                                + "\"REQUEST_REFUSED\":1,\"TRUNCATED_REPLY\":1}"));
        JsonNode failed =
                alice.get(Scene.corrections(job) + "?state=FAILED").json().path("items");
        assertThat(failed)
                .extracting(item -> item.path("error").path("code").asString())
                .containsExactly(
                        "INVALID_REPORT",
                        "REFUSED",
                        "REFUSED",
                        "TRUNCATED_REPLY",
                        "CONTENT_FILTERED",
                        "CONTENT_FILTERED",
                        "REQUEST_REFUSED");
        assertThat(failed.path(0).path("error").path("subject").asString()).isEqualTo("a00");
        assertThat(failed.path(0).path("reply").asString()).isEqualTo("The dog is a cat.");
        assertThat(failed.path(0).path("original").asString()).isEqualTo(Scene.answer("a00"));
        assertThat(failed.path(2).path("reply").asString()).isEqualTo("No.");
        assertThat(failed.path(3).path("reply").asString()).startsWith("{\"0\"");
        assertThat(failed.path(6).path("id").asString()).isEqualTo("a06");
        assertThat(judge.requests()).hasSize(16); // The first one twice.
    }

    @Test
    void faultsThatPassAreLivedThrough() {
        judge.next(2, Behaviour.rateLimiting("0"));
        judge.next(2, Behaviour.failing(500, "broken", "Sorry"));
        judge.next(1, Behaviour.hangingUp());
        judge.next(1, Behaviour.saying("{\"choices\": []}"));
        UUID rollout = SCENE.rollout("alice", 6);
        SCENE.others.fail(2);

        JsonNode job = Scene.end(alice, Scene.start(alice, rollout, ""));

        assertThat(job.path("result").path("corrections").asInt()).isEqualTo(6);
        assertThat(judge.requests()).hasSize(12);
    }

    @Test
    void judgeThatIsOfNoUseEndsTheJob() {
        judge.usually(Behaviour.answering(asked -> "No idea."));
        JsonNode useless = Scene.end(alice, Scene.start(alice, SCENE.rollout("alice", 10), ",\"concurrency\":1"));
        judge.usually(Behaviour.failing(429, "insufficient_quota", "You exceeded your quota"));
        JsonNode broke = Scene.end(alice, Scene.start(alice, SCENE.rollout("alice", 10), ""));

        assertThat(useless.path("state").asString()).isEqualTo("DEAD");
        assertThat(useless.path("error").path("code").asString()).isEqualTo("TOO_MANY_FAILED");
        assertThat(useless.path("error").path("message").asString())
                .startsWith("6 of 10 corrections failed; the first, 'a00', with INVALID_REPORT");
        assertThat(broke.path("error").path("code").asString()).isEqualTo("QUOTA_EXHAUSTED");
    }

    @Test
    void secretsStayWhereTheyAre() {
        judge.usually(Behaviour.failing(401, "invalid_api_key", "Incorrect key " + Scene.API_KEY));
        String job = Scene.start(alice, SCENE.rollout("alice", 3), "");
        String seen = Scene.end(alice, job).toString()
                + alice.get(job + "/items").text()
                + alice.get(job + "/events").text()
                + alice.get(Scene.corrections(job)).text();

        assertThat(seen).contains("DENIED").doesNotContain(Scene.API_KEY).doesNotContain("service-key");
    }

    @Test
    void noMoreRequestsAtOnceThanWished() throws InterruptedException {
        CountDownLatch hold = new CountDownLatch(1);
        judge.usually(WELL.after(hold));
        String job = Scene.start(alice, SCENE.rollout("alice", 15), ",\"concurrency\":3");
        judge.awaitOpen(3);
        hold.countDown();
        Scene.end(alice, job);

        assertThat(judge.mostAtOnce()).isEqualTo(3);
    }

    @Test
    void jobWaitsForItsRollout() {
        UUID rollout = SCENE.service
                .bean(JobStore.class)
                .submit(NewJob.of("rollout", "alice", JsonMapper.shared().createObjectNode()))
                .id();

        JsonNode job = alice.get(Scene.start(alice, rollout, "")).json();
        SCENE.service.bean(JobStore.class).cancel(io.opadpo.jobs.Owner.of("alice"), rollout);

        assertThat(job.path("state").asString()).isEqualTo("WAITING");
        assertThat(alice.get("/v1/jobs/" + job.path("id").asString())
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("BLOCKED");
    }

    @Test
    void ownersSeeTheirOwn() {
        Api bob = SCENE.service.as("bob");
        UUID rollout = SCENE.rollout("bob", 2);
        String job = Scene.start(bob, rollout, "");
        assertThat(Scene.end(bob, job).path("state").asString()).isEqualTo("SUCCEEDED");

        assertThat(alice.get(Scene.corrections(job)).status()).isEqualTo(404);
        assertThat(alice.get(job).status()).isEqualTo(404);
        assertThat(SCENE.service.anonymous().get(Scene.corrections(job)).status())
                .isEqualTo(401);
        Reply foreign = alice.post("/v1/feedback", "{\"rollout_job\":\"" + rollout + "\"}");
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.json().path("errors").path(0).path("field").asString())
                .isEqualTo("rollout_job");
    }

    @Test
    void requestIsChecked() {
        UUID rollout = SCENE.rollout("alice", 1);
        Reply noJudge = alice.post("/v1/feedback", "{\"rollout_job\":\"" + rollout + "\",\"judge\":\"nobody\"}");
        Reply bad = alice.post("/v1/feedback", "{\"concurrency\":0,\"max_tokens\":0}");

        assertThat(noJudge.json().path("errors").path(0).path("field").asString())
                .isEqualTo("judge");
        assertThat(bad.json().path("errors"))
                .extracting(error -> error.path("field").asString())
                .containsExactlyInAnyOrder("rollout_job", "concurrency", "max_tokens");
    }

    @Test
    void apiIsDescribed() {
        assertThat(SCENE.service.anonymous().get("/v3/api-docs").text())
                .contains("/v1/feedback/{job}/corrections", "prompt_version", "revised", "Longest reply");
    }

    private static Predicate<Asked> about(String id) {
        return asked -> Scene.id(asked).equals(id);
    }
}
