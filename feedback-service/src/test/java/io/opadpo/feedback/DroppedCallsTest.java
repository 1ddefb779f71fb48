package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Behaviour;
import io.opadpo.service.testing.Api;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What becomes of the calls of a job that is stopped. */
class DroppedCallsTest {
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    private final Scene scene = new Scene("opadpo.feedback.endpoints.gpt.limits.requests-per-minute=1");
    private final Api alice = scene.alice;
    private final CountDownLatch hold = new CountDownLatch(1);

    @AfterEach
    void close() {
        hold.countDown();
        scene.close();
    }

    @Test
    void thoseThatWaitForTheirTurnCostNothing() throws InterruptedException {
        scene.judge.usually(Behaviour.answering(Scene::report));
        String job = Scene.start(alice, scene.rollout("alice", 4), ",\"concurrency\":4");
        until(() -> calls("PAID") == 1 && calls("OPEN") == 3);

        alice.post(job + "/pause");
        Scene.awaitState(alice, job, "PAUSED");

        until(() -> calls("OPEN") == 0);
        JsonNode cost = cost(job);
        assertThat(calls("FREE")).isEqualTo(3);
        assertThat(cost.path("held").decimalValue()).isZero();
        assertThat(cost.path("uncertain").decimalValue()).isZero();
    }

    @Test
    void thoseUnderWayAreUncertainOnceTheJobHasEnded() throws InterruptedException {
        scene.judge.usually(Behaviour.answering(Scene::report).after(hold));
        String job = Scene.start(alice, scene.rollout("alice", 1), "");
        scene.judge.awaitOpen(1);
        assertThat(cost(job).path("held").decimalValue()).isPositive();

        alice.post(job + "/cancel");
        assertThat(Scene.end(alice, job).path("state").asString()).isEqualTo("CANCELLED");

        assertThat(cost(job).path("held").decimalValue()).isZero();
        assertThat(cost(job).path("uncertain").decimalValue()).isPositive();
        assertThat(cost(job).path("uncertain_calls").asInt()).isEqualTo(1);
    }

    /** The turns are 3 seconds apart; what is told elsewhere meanwhile counts for those that have theirs already. */
    @Test
    void thoseThatWaitKeepARestThatAnotherProcessIsToldOf() {
        try (Scene other = new Scene("opadpo.feedback.endpoints.gpt.limits.requests-per-minute=20")) {
            other.judge.usually(Behaviour.answering(Scene::report));
            Scene.start(other.alice, other.rollout("alice", 4), ",\"concurrency\":4");
            until(() -> calls(other, "PAID") == 2 && calls(other, "OPEN") == 2);
            other.service
                    .bean(JdbcClient.class)
                    .sql("UPDATE feedback_endpoints SET rest_until = clock_timestamp() + interval '1 hour'")
                    .update();

            until(() -> calls(other, "FREE") >= 1 && calls(other, "OPEN") == 0);
            assertThat(other.judge.requests()).hasSize(2);
        }
    }

    private JsonNode cost(String job) {
        return alice.get(job.replace("/v1/jobs/", "/v1/feedback/") + "/cost").json();
    }

    private long calls(String state) {
        return calls(scene, state);
    }

    private static long calls(Scene scene, String state) {
        return scene.service
                .bean(JdbcClient.class)
                .sql("SELECT count(*) FROM feedback_calls WHERE state = ?")
                .param(state)
                .query(Long.class)
                .single();
    }

    private static void until(BooleanSupplier so) {
        long start = System.nanoTime();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
    }
}
