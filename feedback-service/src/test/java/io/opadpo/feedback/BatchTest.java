package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.service.testing.Api;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A reply costs $0.00035, and half of that in a batch. */
class BatchTest {
    private static final String BATCH = ",\"judge\":\"batch\",\"mode\":\"batch\"";

    private final FakeBatchApi api = new FakeBatchApi();
    private final Scene scene = new Scene(api.endpoint("opadpo.feedback.batch.in-flight=2"));
    private final Api alice = scene.alice;

    @AfterEach
    void close() {
        api.close();
        scene.close();
    }

    @Test
    void filesAreAsTheApiWantsThemAndCostHalf() {
        api.answer(asked -> switch (Scene.id(asked)) {
            case "a03" -> "No report.";
            default -> Scene.report(asked);
        });
        JsonNode ended = Scene.end(alice, Scene.start(alice, scene.rollout("alice", 20), BATCH));

        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(20);
        assertThat(api.batches()).hasSize(3);
        assertThat(api.mostAtOnce()).as("batches under way at once").isEqualTo(2);
        assertThat(api.batches().get(0).path("endpoint").asString()).isEqualTo("/v1/chat/completions");
        assertThat(api.batches().get(0).path("completion_window").asString()).isEqualTo("24h");
        assertThat(api.batches().get(0).path("metadata").path("opadpo_batch").asString())
                .hasSize(36);
        assertThat(api.lines()).hasSize(20);
        JsonNode line = api.lines().get(0);
        assertThat(line.propertyNames()).containsExactly("custom_id", "method", "url", "body");
        assertThat(line.path("method").asString()).isEqualTo("POST");
        assertThat(line.path("url").asString()).isEqualTo("/v1/chat/completions");
        assertThat(line.path("body").path("model").asString()).isEqualTo("gpt-batch");
        assertThat(line.path("body").path("max_completion_tokens").asInt()).isEqualTo(3000);
        assertThat(line.toString()).contains("data:image/png;base64,AQID").doesNotContain(Scene.API_KEY);
        assertThat(api.online()).as("one repair").containsExactly("a03");
        JsonNode cost = ended.path("result").path("cost");
        assertThat(cost.path("spent").decimalValue())
                .isEqualByComparingTo(new BigDecimal("0.00035").multiply(new BigDecimal("11")));
        assertThat(cost.path("calls").asInt()).isEqualTo(21);
        assertThat(cost.path("cached").asInt()).isZero();
        assertThat(cost.path("held").decimalValue()).isZero();
    }

    @Test
    void estimateGoesByThePriceOfBatches() {
        String body = "{\"rollout_job\":\"" + scene.rollout("alice", 10) + "\",\"judge\":\"batch\"";
        JsonNode online = alice.post("/v1/feedback/estimate", body + "}").json();
        JsonNode batch = alice.post("/v1/feedback/estimate", body + ",\"mode\":\"batch\"}")
                .json();

        assertThat(batch.path("cost").asDouble()).isCloseTo(online.path("cost").asDouble() / 2, within(0.0001));
        assertThat(batch.path("cost_at_most").asDouble())
                .as("repairs are asked for one by one")
                .isBetween(
                        online.path("cost_at_most").asDouble() / 2,
                        online.path("cost_at_most").asDouble());
    }

    @Test
    void progressGoesOnFromWhatIsDoneAndTellsTheCost() throws InterruptedException {
        CountDownLatch reached = api.silentAt("download");
        String job = Scene.start(alice, scene.rollout("alice", 20), BATCH);
        assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();

        JsonNode progress = alice.get(job).json().path("progress");
        assertThat(progress.path("total").asInt()).isEqualTo(20);
        assertThat(progress.path("message").asString()).startsWith("$0.0000, batches under way: ");
    }

    /** The image does not come, and nobody waits for it. */
    @Test
    void pauseIsHeededWhileAnImageIsAwaited() {
        CountDownLatch image = new CountDownLatch(1);
        scene.others.imagesAwait(image);
        try {
            String job = Scene.start(alice, scene.rollout("alice", 3), BATCH);
            Scene.awaitState(alice, job, "RUNNING");
            alice.post(job + "/pause");
            Scene.awaitState(alice, job, "PAUSED");
            image.countDown();
            alice.post(job + "/resume");

            assertThat(Scene.end(alice, job).path("result").path("corrections").asInt())
                    .isEqualTo(3);
        } finally {
            image.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload", "create", "poll", "download"})
    void nothingIsPaidForTwiceWhereverItWasInterrupted(String step) throws InterruptedException {
        CountDownLatch reached = api.silentAt(step);
        String job = Scene.start(alice, scene.rollout("alice", 12), BATCH);
        assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();

        // The run is dropped as it stands; the next one knows what the database knows.
        alice.post(job + "/pause");
        Scene.awaitState(alice, job, "PAUSED");
        alice.post(job + "/resume");
        JsonNode ended = Scene.end(alice, job);

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(ended.path("result").path("corrections").asInt()).isEqualTo(12);
        List<String> asked = api.lines().stream()
                .map(line -> line.path("body").path("messages").toString())
                .toList();
        assertThat(asked).hasSize(12).doesNotHaveDuplicates();
        assertThat(api.online()).isEmpty();
        assertThat(ended.path("result").path("cost").path("spent").decimalValue())
                .isEqualByComparingTo("0.0021");
        assertThat(ended.path("result").path("cost").path("uncertain").decimalValue())
                .isZero();
    }

    @Test
    void batchThatIsTooDearGoesAsFarAsItsBudget() throws InterruptedException {
        // In a batch a call can cost $0.018, so one fits at a time; it costs $0.000175.
        String job = Scene.start(alice, scene.rollout("alice", 14), BATCH + ",\"budget\":0.019");
        Scene.awaitState(alice, job, "PAUSED");

        assertThat(api.batches()).hasSizeBetween(1, 13);
        alice.put(job.replace("jobs", "feedback") + "/budget", "{\"budget\":1}");
        alice.post(job + "/resume");
        assertThat(Scene.end(alice, job).path("result").path("corrections").asInt())
                .isEqualTo(14);
        assertThat(api.lines()).hasSize(14);
        assertThat(api.online()).isEmpty();
    }

    @Test
    void repliesOfOtherJobsWillDoOnlyIfTheyMay() {
        UUID rollout = scene.rollout("alice", 5);
        Scene.end(alice, Scene.start(alice, rollout, BATCH));

        Scene.end(alice, Scene.start(alice, rollout, BATCH));
        assertThat(api.lines()).as("nothing is asked again").hasSize(5);
        JsonNode anew = Scene.end(alice, Scene.start(alice, rollout, BATCH + ",\"reuse\":false"));

        assertThat(anew.path("result").path("corrections").asInt()).isEqualTo(5);
        assertThat(api.lines()).hasSize(10);
        assertThat(api.online()).isEmpty();
    }
}
