package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.feedback.FakeBatchApi.Ending;
import io.opadpo.service.testing.Api;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Batches that do not end well: nothing goes on at the full price unless the job says that it may. */
class BatchFailuresTest {
    private static final String BATCH = ",\"judge\":\"batch\",\"mode\":\"batch\"";
    private static final String FALLBACK = BATCH + ",\"batch_fallback\":true";
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    private final FakeBatchApi api = new FakeBatchApi();
    private final Scene scene = new Scene(api.endpoint());
    private final Api alice = scene.alice;

    @AfterEach
    void close() {
        api.close();
        scene.close();
    }

    @Test
    void whatExpiresGoesIntoOneMoreBatch() {
        api.ends(Ending.EXPIRED);
        JsonNode ended = job(8, BATCH);

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(8);
        assertThat(api.batches()).hasSize(2);
        assertThat(api.lines()).hasSize(12);
        assertThat(api.online()).isEmpty();
        assertThat(spent(ended)).isEqualTo(8 * 0.000175);
    }

    @Test
    void whatTwoBatchesLeaveUnansweredFails() {
        api.answer(asked -> Scene.id(asked).equals("a05") ? "" : Scene.report(asked));
        JsonNode ended = job(8, BATCH);

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(7);
        assertThat(ended.path("result")
                        .path("failures")
                        .path("BATCH_UNANSWERED")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.lines()).hasSize(9);
        assertThat(api.online()).isEmpty();
        assertThat(alice.get(location(ended) + "/items?state=FAILED").text()).contains("Its day was over");
        assertThat(spent(ended)).isEqualTo(7 * 0.000175);
    }

    @Test
    void unlessTheJobSaysThatItMayBeAskedByItself() {
        api.answer(asked -> Scene.id(asked).equals("a05") ? "" : Scene.report(asked));
        JsonNode ended = job(8, FALLBACK);

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(8);
        assertThat(api.online()).containsExactly("a05");
        assertThat(spent(ended)).isEqualTo(7 * 0.000175 + 0.00035);
    }

    /** The other batch is under way still when the job goes on: what it asks is not asked a second time. */
    @Test
    void refusalEndsTheJobWhichMayBeRequeued() {
        api.ends(Ending.STUCK, Ending.failed("invalid_json_line", "Line 7 is not right"));
        JsonNode ended = job(12, BATCH);

        assertThat(ended.path("state").asString()).isEqualTo("DEAD");
        assertThat(ended.path("error").path("code").asString()).isEqualTo("BATCH_REFUSED");
        assertThat(ended.path("error").path("message").asString()).contains("Line 7 is not right");
        until(() -> status(0).equals("cancelling"));
        alice.post(location(ended) + "/requeue");
        until(() -> api.batches().size() == 3 && status(2).equals("completed"));
        assertThat(asked().subList(8, 12)).isEqualTo(asked().subList(12, asked().size()));
        api.endsNow(Ending.COMPLETED);
        JsonNode again = Scene.end(alice, location(ended));

        assertThat(asked()).hasSize(8 + 4 + 4 + 4);
        assertThat(again.path("result").path("corrections").asInt()).isEqualTo(12);
        assertThat(api.online()).isEmpty();
        assertThat(spent(again)).isEqualTo(12 * 0.000175);
    }

    @Test
    void refusalMayLeadToSingleCalls() {
        api.ends(Ending.COMPLETED, Ending.failed("invalid_json_line", "Line 7 is not right"));
        JsonNode ended = job(12, FALLBACK);

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(12);
        assertThat(api.online()).hasSize(4);
    }

    @Test
    void batchWithoutRoomComesAgainWhenThereIsSome() {
        api.ends(Ending.COMPLETED, Ending.failed("token_limit_exceeded", "Too much is enqueued"));
        JsonNode ended = job(24, BATCH);

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(24);
        assertThat(api.online()).isEmpty();
        assertThat(spent(ended)).isEqualTo(24 * 0.000175);
    }

    @Test
    void batchThatAloneHasNoRoomIsRefused() {
        api.ends(Ending.failed("token_limit_exceeded", "Too much is enqueued"));

        assertThat(job(3, BATCH).path("error").path("message").asString()).contains("Too much is enqueued");
    }

    /** Half of each batch is answered when it is cancelled: that is paid for and kept. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jobThatIsCancelledLeavesNothingUnderWay(boolean paused) throws InterruptedException {
        api.ends(Ending.NEVER, Ending.NEVER);
        String job = Scene.start(alice, scene.rollout("alice", 16), BATCH);
        until(() -> api.batches().size() == 2 && open() == 16);
        if (paused) {
            alice.post(job + "/pause");
            Scene.awaitState(alice, job, "PAUSED");
        }
        alice.post(job + "/cancel");
        Scene.end(alice, job);

        until(() -> open() == 0);
        assertThat(api.batches())
                .extracting(batch -> batch.path("status").asString())
                .containsOnly("cancelled");
        JsonNode cost = alice.get(job.replace("jobs", "feedback") + "/cost").json();
        assertThat(cost.path("held").decimalValue()).isZero();
        assertThat(cost.path("uncertain").decimalValue()).isZero();
        assertThat(cost.path("calls").asInt()).isEqualTo(8);
        assertThat(cost.path("spent").asDouble()).isEqualTo(8 * 0.000175);
    }

    @Test
    void batchThatTheEndpointForgotMayHaveBeenCharged() {
        api.ends(Ending.NEVER);
        String job = Scene.start(alice, scene.rollout("alice", 8), BATCH);
        until(() -> api.batches().size() == 1 && open() == 8);
        api.forget();

        assertThat(Scene.end(alice, job).path("error").path("code").asString()).isEqualTo("NOT_FOUND");
        until(() -> open() == 0);
        JsonNode cost = alice.get(job.replace("jobs", "feedback") + "/cost").json();
        assertThat(cost.path("held").decimalValue()).isZero();
        assertThat(cost.path("uncertain").decimalValue()).isPositive();
        assertThat(cost.path("uncertain_calls").asInt()).isEqualTo(8);
    }

    @Test
    void whatExpiresUnderALaterRunIsAskedOnceMoreToo() {
        api.ends(Ending.NEVER);
        String job = Scene.start(alice, scene.rollout("alice", 8), BATCH);
        until(() -> api.batches().size() == 1 && open() == 8);
        alice.post(job + "/pause");
        Scene.awaitState(alice, job, "PAUSED");
        alice.post(job + "/resume");
        api.endsNow(Ending.EXPIRED);
        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(8);
        assertThat(api.batches()).hasSize(2);
        assertThat(spent(ended)).isEqualTo(8 * 0.000175);
    }

    /** What was asked in batches so far, in their order. */
    private List<String> asked() {
        return api.lines().stream()
                .map(line -> line.path("body").path("messages").toString())
                .toList();
    }

    private String status(int batch) {
        return api.batches().get(batch).path("status").asString();
    }

    private JsonNode job(int answers, String more) {
        return Scene.end(alice, Scene.start(alice, scene.rollout("alice", answers), more));
    }

    private static String location(JsonNode job) {
        return "/v1/jobs/" + job.path("id").asString();
    }

    private static double spent(JsonNode job) {
        return job.path("result").path("cost").path("spent").asDouble();
    }

    private long open() {
        return scene.service
                .bean(JdbcClient.class)
                .sql("SELECT count(*) FROM feedback_calls WHERE state = 'OPEN'")
                .query(Long.class)
                .single();
    }

    private static void until(java.util.function.BooleanSupplier so) {
        long start = System.nanoTime();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
    }
}
