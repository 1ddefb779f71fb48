package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.chat.testing.FakeOpenAi;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What jobs cost: a reply of the fake judge has 100 tokens in and 10 out, and costs $0.00035. */
class FeedbackCostTest {
    private static final Scene SCENE = new Scene();

    private final FakeOpenAi judge = SCENE.judge;
    private final Api alice = SCENE.alice;

    @BeforeEach
    void reset() {
        judge.reset();
        judge.usually(Behaviour.answering(Scene::report));
    }

    @AfterAll
    static void close() {
        SCENE.close();
    }

    @Test
    void costIsToldWhileTheJobRunsAndInTheEnd() {
        judge.next(1, Behaviour.answering(asked -> "No report."));
        String job = Scene.start(alice, SCENE.rollout("alice", 10), "");
        JsonNode ended = Scene.end(alice, job);

        JsonNode cost = ended.path("result").path("cost");
        assertThat(cost.path("spent").decimalValue()).isEqualByComparingTo("0.00385");
        assertThat(cost.path("calls").asInt()).isEqualTo(11);
        assertThat(cost.path("uncertain").decimalValue()).isZero();
        assertThat(ended.path("progress").path("message").asString()).isEqualTo("$0.0039");
        assertThat(alice.get(feedback(job) + "/cost").json()).isEqualTo(cost);
        List<String> costs = alice.get(Scene.corrections(job))
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("cost").decimalValue().toPlainString())
                .distinct()
                .toList();
        assertThat(costs).containsExactlyInAnyOrder("0.00070", "0.00035");
    }

    @Test
    void repliesThatCountNoTokensCostWhatTheyMay() {
        judge.usually(Behaviour.answeringUncounted(Scene::report));
        JsonNode ended = Scene.end(alice, Scene.start(alice, SCENE.rollout("alice", 3), ""));

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        JsonNode cost = ended.path("result").path("cost");
        assertThat(cost.path("estimated_calls").asInt()).isEqualTo(3);
        assertThat(cost.path("calls").asInt()).isEqualTo(3);
        // 3000 tokens that may be written are $0.03.
        assertThat(cost.path("spent").decimalValue()).isBetween(new BigDecimal("0.09"), new BigDecimal("0.15"));
        assertThat(cost.path("held").decimalValue()).isZero();
    }

    @Test
    void repliesThatAreThereAlreadyCostNothing() {
        UUID rollout = SCENE.rollout("alice", 8);
        judge.next(1, Behaviour.answering(asked -> "No report."));
        Scene.end(alice, Scene.start(alice, rollout, ""));
        JsonNode again = Scene.end(alice, Scene.start(alice, rollout, ""));

        assertThat(judge.requests()).hasSize(9);
        assertThat(again.path("result").path("corrections").asInt()).isEqualTo(8);
        assertThat(again.path("result").path("cost").path("cached").asInt()).isEqualTo(9);
        assertThat(again.path("result").path("cost").path("spent").decimalValue())
                .isZero();

        JsonNode anew = Scene.end(alice, Scene.start(alice, rollout, ",\"reuse\":false"));
        assertThat(judge.requests()).hasSize(17);
        assertThat(anew.path("result").path("cost").path("cached").asInt()).isZero();
        Scene.end(alice, Scene.start(alice, rollout, ",\"max_tokens\":2000"));
        assertThat(judge.requests()).as("another request").hasSize(25);
    }

    @Test
    void repliesWithWhichAnswersFailedAreNoUseToOthers() {
        UUID rollout = SCENE.rollout("alice", 8);
        judge.whenever(asked -> Scene.id(asked).equals("a03"), Behaviour.refusing("No."));
        JsonNode first = Scene.end(alice, Scene.start(alice, rollout, ""));
        assertThat(first.path("result").path("corrections").asInt()).isEqualTo(7);

        judge.reset();
        judge.usually(Behaviour.answering(Scene::report));
        JsonNode second = Scene.end(alice, Scene.start(alice, rollout, ""));

        assertThat(second.path("result").path("corrections").asInt()).isEqualTo(8);
        assertThat(judge.requests()).extracting(Scene::id).containsExactly("a03");
    }

    @Test
    void requeuedJobAsksAnewWhatFailed() {
        judge.usually(Behaviour.answering(asked -> "No idea."));
        String job = Scene.start(alice, SCENE.rollout("alice", 4), ",\"concurrency\":1");
        assertThat(Scene.end(alice, job).path("state").asString()).isEqualTo("DEAD");

        judge.reset();
        judge.usually(Behaviour.answering(Scene::report));
        alice.post(job + "/requeue");
        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(4);
        assertThat(judge.requests()).hasSize(4);
    }

    @Test
    void otherOwnersRepliesAreTheirs() {
        judge.usually(Behaviour.answering(Scene::report));
        Scene.end(alice, Scene.start(alice, SCENE.rollout("alice", 2), ""));
        SCENE.sameTextsAgain();
        Api bob = SCENE.service.as("bob");
        Scene.end(bob, Scene.start(bob, SCENE.rollout("bob", 2), ""));

        assertThat(judge.requests()).hasSize(4);
    }

    @Test
    void budgetPausesTheJobUntilItIsRaised() throws InterruptedException {
        // A call can cost about $0.04 here, as far as is known before; 4 cost $0.0014.
        String job = Scene.start(alice, SCENE.rollout("alice", 12), ",\"budget\":0.035,\"max_tokens\":3000");
        Scene.awaitState(alice, job, "PAUSED");

        JsonNode cost = alice.get(feedback(job) + "/cost").json();
        int before = judge.requests().size();
        assertThat(before).isLessThan(12);
        assertThat(cost.path("spent").decimalValue())
                .isEqualByComparingTo(new BigDecimal("0.00035").multiply(BigDecimal.valueOf(before)))
                .isLessThanOrEqualTo(new BigDecimal("0.035"));
        assertThat(cost.path("held").decimalValue()).isZero();
        assertThat(alice.get(job + "/events").text()).contains("\"type\":\"budget\"");

        assertThat(alice.put(feedback(job) + "/budget", "{\"budget\":5}")
                        .json()
                        .path("budget")
                        .asInt())
                .isEqualTo(5);
        alice.post(job + "/resume");
        JsonNode ended = Scene.end(alice, job);
        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(12);
        assertThat(judge.requests()).hasSize(12);
        assertThat(ended.path("result").path("cost").path("spent").decimalValue())
                .isEqualByComparingTo("0.0042");
    }

    @Test
    void budgetPausesTheJobThoughTheDatabaseFailsAtFirst() {
        JdbcClient jdbc = SCENE.service.bean(JdbcClient.class);
        jdbc.sql("CREATE SEQUENCE pauses").update();
        jdbc.sql("""
                        CREATE FUNCTION fail_at_first() RETURNS trigger AS $$ BEGIN
                            IF nextval('pauses') <= 2 THEN RAISE EXCEPTION 'away'; END IF;
                            RETURN NEW;
                        END $$ LANGUAGE plpgsql""").update();
        jdbc.sql("CREATE TRIGGER fail_at_first BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.wish = 'PAUSE')"
                        + " EXECUTE FUNCTION fail_at_first()")
                .update();
        try {
            String job = Scene.start(alice, SCENE.rollout("alice", 3), ",\"budget\":0.001");
            Scene.awaitState(alice, job, "PAUSED");

            assertThat(judge.requests()).isEmpty();
            assertThat(alice.get(job + "/items").json().path("items")).isEmpty();
        } finally {
            jdbc.sql("DROP FUNCTION fail_at_first CASCADE").update();
        }
    }

    @Test
    void pauseThatIsTakenBackComesAgainWhileThereIsNoMoney() {
        JdbcClient jdbc = SCENE.service.bean(JdbcClient.class);
        jdbc.sql("CREATE SEQUENCE wishes").update();
        jdbc.sql("""
                        CREATE FUNCTION take_back_the_first() RETURNS trigger AS $$ BEGIN
                            IF nextval('wishes') = 1 THEN NEW.wish := 'RUN'; END IF;
                            RETURN NEW;
                        END $$ LANGUAGE plpgsql""").update();
        jdbc.sql("CREATE TRIGGER take_back_the_first BEFORE UPDATE ON jobs FOR EACH ROW"
                        + " WHEN (OLD.wish = 'RUN' AND NEW.wish = 'PAUSE') EXECUTE FUNCTION take_back_the_first()")
                .update();
        try {
            String job = Scene.start(alice, SCENE.rollout("alice", 3), ",\"budget\":0.001");
            Scene.awaitState(alice, job, "PAUSED");

            assertThat(judge.requests()).isEmpty();
        } finally {
            jdbc.sql("DROP FUNCTION take_back_the_first CASCADE").update();
        }
    }

    @Test
    void estimateStartsNothing() {
        UUID rollout = SCENE.rollout("alice", 10);
        String body = "{\"rollout_job\":\"" + rollout + "\"}";
        JsonNode estimate = alice.post("/v1/feedback/estimate", body).json();

        assertThat(judge.requests()).isEmpty();
        assertThat(estimate.path("judges").path(0).asString()).isEqualTo("gpt");
        assertThat(estimate.path("answers").asInt()).isEqualTo(10);
        assertThat(estimate.path("calls").asInt()).isEqualTo(10);
        assertThat(estimate.path("calls_at_most").asInt()).isEqualTo(20);
        assertThat(estimate.path("prompt_tokens").asInt()).isBetween(15_000, 30_000);
        assertThat(estimate.path("completion_tokens").asInt()).isBetween(1000, 10_000);
        assertThat(estimate.path("cost").decimalValue())
                .isBetween(new BigDecimal("0.04"), new BigDecimal("0.17"))
                .isLessThan(estimate.path("cost_at_most").decimalValue());
        assertThat(estimate.path("priced").asBoolean()).isTrue();

        Scene.end(alice, Scene.start(alice, rollout, ""));
        JsonNode after = alice.post("/v1/feedback/estimate", body).json();
        assertThat(after.path("calls").asInt()).isZero();
        assertThat(after.path("cached").asInt()).isEqualTo(10);
        assertThat(after.path("cost").decimalValue()).isZero();
    }

    @Test
    void requestsThatCannotBe() {
        UUID rollout = SCENE.rollout("alice", 1);
        assertThat(field(rollout, "\"judge\":\"local\",\"budget\":1")).isEqualTo("budget");
        assertThat(field(rollout, "\"budget\":-1")).isEqualTo("budget");
        assertThat(field(rollout, "\"judges\":[\"gpt\",\"nobody\"]")).isEqualTo("judges");
        assertThat(field(rollout, "\"prompt\":{\"version\":\"v9\"}")).isEqualTo("prompt.version");
        assertThat(field(rollout, "\"prompt\":{\"system\":\"S\",\"user\":\"{{question}}\"}"))
                .isEqualTo("prompt.user");
        Api bob = SCENE.service.as("bob");
        String job = Scene.start(alice, rollout, "");
        assertThat(bob.put(feedback(job) + "/budget", "{\"budget\":5}").status())
                .isEqualTo(404);
        assertThat(bob.get(feedback(job) + "/cost").status()).isEqualTo(404);
        Scene.end(alice, job);
        String unpriced = Scene.start(alice, rollout, ",\"judge\":\"local\"");
        assertThat(alice.put(feedback(unpriced) + "/budget", "{\"budget\":5}").status())
                .isEqualTo(400);
        assertThat(alice.put("/v1/feedback/" + rollout + "/budget", "{\"budget\":5}")
                        .status())
                .isEqualTo(404);
        Scene.end(alice, unpriced);
    }

    @Test
    void promptOfTheJobsOwn() {
        String own = ",\"prompt\":{\"version\":\"mine\",\"system\":\"Be strict.\",\"user\":\"{{question}} {{standard}}"
                + " <answer>\\n{{answer}}\\n</answer>\"}";
        String job = Scene.start(alice, SCENE.rollout("alice", 1), own);
        Scene.end(alice, job);

        Asked asked = judge.requests().get(0);
        assertThat(asked.body().path("messages").path(0).path("content").asString())
                .isEqualTo("Be strict.");
        JsonNode by =
                alice.get(Scene.corrections(job)).json().path("items").path(0).path("judge");
        assertThat(by.path("prompt_version").asString()).isEqualTo("mine");
        assertThat(by.path("prompt_sha256").asString()).hasSize(64);
    }

    @Test
    void severalJudgesShareTheWorkAndOneMayFail() {
        UUID rollout = SCENE.rollout("alice", 30);
        Scene.end(alice, Scene.start(alice, rollout, ",\"judges\":[\"gpt\",\"local\"]"));
        assertThat(judge.requests())
                .extracting(asked -> asked.body().path("model").asString())
                .contains("gpt-vision", "local-vision");

        judge.reset();
        judge.usually(Behaviour.answering(Scene::report));
        judge.whenever(
                asked -> asked.body().path("model").asString().equals("gpt-vision"),
                Behaviour.failing(503, "down", "Down"));
        String job = Scene.start(alice, rollout, ",\"reuse\":false,\"judges\":[\"gpt\",\"local\"]");
        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(30);
        assertThat(alice.get(Scene.corrections(job)).json().path("items"))
                .extracting(item -> item.path("judge").path("model").asString())
                .containsOnly("local-vision");
    }

    @Test
    void replyOfWhoeverSteppedInIsFoundAgain() {
        UUID rollout = SCENE.rollout("alice", 10);
        String both = ",\"judges\":[\"gpt\",\"local\"]";
        judge.whenever(
                asked -> asked.body().path("model").asString().equals("gpt-vision"),
                Behaviour.failing(503, "down", "Down"));
        Scene.end(alice, Scene.start(alice, rollout, both));

        judge.reset();
        judge.usually(Behaviour.answering(Scene::report));
        JsonNode again = Scene.end(alice, Scene.start(alice, rollout, both));

        assertThat(again.path("result").path("corrections").asInt()).isEqualTo(10);
        assertThat(judge.requests()).isEmpty();
    }

    @Test
    void judgeWithoutQuotaLeavesTheWorkToTheOthers() {
        UUID rollout = SCENE.rollout("alice", 12);
        judge.whenever(
                asked -> asked.body().path("model").asString().equals("gpt-vision"),
                Behaviour.failing(429, "insufficient_quota", "You exceeded your quota"));
        String both = ",\"judges\":[\"gpt\",\"local\"]";
        JsonNode one = Scene.end(alice, Scene.start(alice, rollout, both));
        assertThat(one.path("result").path("corrections").asInt()).isEqualTo(12);

        judge.usually(Behaviour.failing(401, "invalid_api_key", "No"));
        JsonNode none = Scene.end(alice, Scene.start(alice, rollout, both + ",\"reuse\":false"));
        assertThat(none.path("state").asString()).isEqualTo("DEAD");
        assertThat(none.path("error").path("code").asString()).isIn("QUOTA_EXHAUSTED", "DENIED");
    }

    private String field(UUID rollout, String more) {
        Reply reply = alice.post("/v1/feedback", "{\"rollout_job\":\"" + rollout + "\"," + more + "}");
        assertThat(reply.status()).isEqualTo(400);
        return reply.json().path("errors").path(0).path("field").asString();
    }

    private static String feedback(String job) {
        return job.replace("/v1/jobs/", "/v1/feedback/");
    }
}
