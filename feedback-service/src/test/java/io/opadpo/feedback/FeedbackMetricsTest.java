package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Behaviour;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FeedbackMetricsTest {
    private static final String GPT = "application=\"feedback\",endpoint=\"gpt\",model=\"gpt-vision\"";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void moneyTokensAndRepliesThatAreThereAreCounted() {
        try (Scene scene = new Scene()) {
            scene.judge.usually(Behaviour.answering(Scene::report));
            scene.judge.next(1, Behaviour.failing(503, "server_error", "Down"));
            UUID rollout = scene.rollout("alice", 4);
            Scene.end(scene.alice, Scene.start(scene.alice, rollout, ""));
            String first = scene.alice.get("/actuator/prometheus").text();

            assertThat(first)
                    .contains("opadpo_feedback_spent_dollars_total{" + GPT + "} 0.0014\n")
                    .contains("opadpo_feedback_calls_total{" + GPT + ",outcome=\"answered\"} 4.0")
                    .contains("opadpo_feedback_calls_total{" + GPT + ",outcome=\"unavailable\"} 1.0")
                    .contains("opadpo_feedback_tokens_total{" + GPT + ",type=\"completion\"} 40.0")
                    .contains("opadpo_feedback_tokens_total{" + GPT + ",type=\"prompt\"} 400.0")
                    .contains("opadpo_feedback_reuse_total{application=\"feedback\",result=\"hit\"} 0.0")
                    .contains("opadpo_feedback_reuse_total{application=\"feedback\",result=\"miss\"} 4.0")
                    .contains("opadpo_feedback_circuit_open{application=\"feedback\",endpoint=\"gpt\"} 0.0")
                    .contains("opadpo_feedback_waiting{application=\"feedback\",endpoint=\"gpt\"} 0.0")
                    .doesNotContain(Scene.API_KEY);

            Scene.end(scene.alice, Scene.start(scene.alice, rollout, ""));
            assertThat(scene.alice.get("/actuator/prometheus").text())
                    .contains("opadpo_feedback_reuse_total{application=\"feedback\",result=\"hit\"} 4.0")
                    .contains("opadpo_feedback_spent_dollars_total{" + GPT + "} 0.0014\n");
        }
    }

    @Test
    void aCircuitThatOpensAndCallsThatWaitAreSeen() {
        try (Scene scene = new Scene(
                "opadpo.feedback.circuit.failures=1",
                "opadpo.feedback.circuit.open=1h",
                "opadpo.feedback.endpoints.gpt.limits.requests-per-minute=1")) {
            scene.judge.usually(Behaviour.failing(503, "server_error", "Down"));
            String job = Scene.start(scene.alice, scene.rollout("alice", 4), ",\"concurrency\":4");

            String open = "opadpo_feedback_circuit_open{application=\"feedback\",endpoint=\"gpt\"} 1.0";
            String waiting = "opadpo_feedback_waiting{application=\"feedback\",endpoint=\"gpt\"} 3.0";
            assertThat(scrapedUntil(scene, open, waiting)).contains(open, waiting);

            scene.alice.post(job + "/cancel");
            Scene.end(scene.alice, job);
            String none = waiting.replace("3.0", "0.0");
            assertThat(scrapedUntil(scene, none)).contains(none);
        }
    }

    /** Metrics, once they have these lines, or as they are after a while. */
    private static String scrapedUntil(Scene scene, String... lines) {
        long start = System.nanoTime();
        String metrics = "";
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            metrics = scene.alice.get("/actuator/prometheus").text();
            if (Stream.of(lines).allMatch(metrics::contains)) {
                break;
            }
        }
        return metrics;
    }
}
