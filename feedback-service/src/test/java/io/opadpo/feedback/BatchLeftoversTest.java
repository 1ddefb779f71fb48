package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.feedback.FakeBatchApi.Ending;
import io.opadpo.service.testing.Api;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What batches leave behind that cannot be read, or that no run looks at. */
class BatchLeftoversTest {
    private static final String BATCH = ",\"judge\":\"batch\",\"mode\":\"batch\"";
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    private final FakeBatchApi api = new FakeBatchApi();
    private final Scene scene = new Scene(api.endpoint());
    private final Api alice = scene.alice;
    private final JdbcClient jdbc = scene.service.bean(JdbcClient.class);

    @AfterEach
    void close() {
        api.close();
        scene.close();
    }

    @Test
    void lineThatCannotBeReadKeepsNoOtherFromBeingKept() {
        api.answer(asked -> Scene.id(asked).equals("a05") ? FakeBatchApi.GARBLED : Scene.report(asked));
        JsonNode ended = Scene.end(alice, start(8));

        JsonNode result = ended.path("result");
        assertThat(result.path("corrections").asInt()).isEqualTo(7);
        assertThat(result.path("failures").path("BATCH_UNANSWERED").asInt()).isEqualTo(1);
        assertThat(result.path("cost").path("uncertain_calls").asInt())
                .as("asked in two batches, and perhaps paid for")
                .isEqualTo(2);
        assertThat(open()).isZero();
    }

    @Test
    void filesThatAreGoneMayHaveBeenPaidFor() {
        api.losesFiles();
        String job = start(8);

        assertThat(Scene.end(alice, job).path("state").asString()).isEqualTo("DEAD");
        assertThat(cost(job).path("uncertain_calls").asInt()).isEqualTo(16);
        assertThat(cost(job).path("held").decimalValue()).isZero();
    }

    @Test
    void repliesOfAPausedJobAreKeptWhileTheEndpointHasThem() {
        api.ends(Ending.NEVER);
        String job = start(8);
        until(() -> running() == 1);
        alice.post(job + "/pause");
        Scene.awaitState(alice, job, "PAUSED");
        api.endsNow(Ending.COMPLETED);

        until(() -> open() == 0);
        api.losesFiles();
        alice.post(job + "/resume");
        assertThat(Scene.end(alice, job).path("result").path("corrections").asInt())
                .isEqualTo(8);
        assertThat(api.lines()).hasSize(8);
    }

    /** Nobody was there to hear it. */
    @Test
    void refusalWhileTheJobIsPausedIsNoTry() {
        api.ends(Ending.NEVER);
        String job = start(8);
        until(() -> running() == 1);
        alice.post(job + "/pause");
        Scene.awaitState(alice, job, "PAUSED");
        api.endsNow(Ending.failed("invalid_json_line", "Line 7 is not right"));

        until(() -> done() == 1);
        alice.post(job + "/resume");
        assertThat(Scene.end(alice, job).path("result").path("corrections").asInt())
                .isEqualTo(8);
        assertThat(api.batches()).hasSize(2);
    }

    @Test
    void batchThatWasStartedTwiceIsCancelledTwice() {
        api.ends(Ending.NEVER, Ending.NEVER);
        String job = start(8);
        until(() -> running() == 1);
        api.startsAgain();
        alice.post(job + "/cancel");
        Scene.end(alice, job);

        until(() -> open() == 0);
        assertThat(api.batches())
                .extracting(batch -> batch.path("status").asString())
                .allMatch(status -> status.startsWith("cancel"));
    }

    @Test
    void batchThatIsNotListedYetIsCancelledOnceItIs() throws InterruptedException {
        api.ends(Ending.NEVER);
        api.unlisted(true);
        CountDownLatch reached = api.silentAt("create");
        String job = start(8);
        assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
        alice.post(job + "/cancel");
        Scene.end(alice, job);
        api.unlisted(true);
        until(() -> api.lists() > 2);
        api.unlisted(false);

        until(() -> open() == 0);
        assertThat(api.batches().get(0).path("status").asString()).isEqualTo("cancelled");
        assertThat(cost(job).path("calls").asInt()).isEqualTo(4);
    }

    @Test
    void batchThatIsNeverListedWasNeverStarted() throws InterruptedException {
        api.unlisted(true);
        CountDownLatch reached = api.silentAt("create");
        String job = start(8);
        assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
        alice.post(job + "/cancel");
        Scene.end(alice, job);
        longAgo();

        until(() -> open() == 0);
        assertThat(cost(job).path("uncertain").decimalValue()).isZero();
    }

    /** The other job's batch tells when all were looked at. */
    @Test
    void batchOfAnEndpointThatIsUnknownHereIsLeftToOthersForTwoDays() {
        api.ends(Ending.NEVER, Ending.NEVER);
        String job = start(8);
        until(() -> running() == 1);
        alice.post(job + "/pause");
        Scene.awaitState(alice, job, "PAUSED");
        jdbc.sql("UPDATE feedback_batches SET endpoint = 'elsewhere'").update();
        alice.post(job + "/cancel");
        String other = start(8);
        until(() -> running() == 2);
        alice.post(other + "/cancel");
        until(() -> open() == 8);
        assertThat(cost(job).path("uncertain_calls").asInt()).isZero();

        longAgo();
        until(() -> open() == 0);
        assertThat(cost(job).path("uncertain_calls").asInt()).isEqualTo(8);
    }

    /** Another job's batch is all that waits at the endpoint. */
    @Test
    void batchForWhichOtherJobsLeaveNoRoomComesAgain() {
        api.ends(Ending.NEVER, Ending.failed("token_limit_exceeded", "Too much is enqueued"));
        String first = start(8);
        until(() -> running() == 1);
        String second = start(3);
        until(() -> done() == 1);
        api.endsNow(Ending.COMPLETED);

        assertThat(Scene.end(alice, first).path("result").path("corrections").asInt())
                .isEqualTo(8);
        assertThat(Scene.end(alice, second).path("result").path("corrections").asInt())
                .isEqualTo(3);
        assertThat(api.online()).isEmpty();
    }

    private String start(int answers) {
        return Scene.start(alice, scene.rollout("alice", answers), BATCH);
    }

    private JsonNode cost(String job) {
        return alice.get(job.replace("jobs", "feedback") + "/cost").json();
    }

    private void longAgo() {
        jdbc.sql("UPDATE feedback_batches SET changed = changed - interval '3 days'")
                .update();
    }

    private long open() {
        return count("feedback_calls WHERE state = 'OPEN'");
    }

    private long running() {
        return count("feedback_batches WHERE state = 'RUNNING'");
    }

    private long done() {
        return count("feedback_batches WHERE state = 'DONE'");
    }

    private long count(String what) {
        return jdbc.sql("SELECT count(*) FROM " + what).query(Long.class).single();
    }

    private static void until(BooleanSupplier so) {
        long start = System.nanoTime();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
    }
}
