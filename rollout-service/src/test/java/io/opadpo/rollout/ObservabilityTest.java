package io.opadpo.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.FakeCollector;
import io.opadpo.service.testing.FakeCollector.Span;
import io.opadpo.service.testing.TestService;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ObservabilityTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final int CLIENT = 3;

    @Test
    void callsOfAJobBelongToTheTraceOfItsSubmission() {
        try (FakeCollector collector = new FakeCollector();
                Scene scene = new Scene(false, collector.properties())) {
            UUID prompts = scene.prompts("alice", 3);
            JsonNode job = Scene.end(
                    scene.alice,
                    Scene.start(scene.alice.with("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"), prompts, ""));
            assertThat(job.path("state").asString()).isEqualTo("SUCCEEDED");

            Span run = collector.await(span -> span.name().equals("run rollout"));
            List<Span> calls = collector.spans().stream()
                    .filter(span -> span.kind() == CLIENT && span.trace().equals(TRACE))
                    .toList();
            assertThat(calls).as("set, its prompts, an image, models, answers").hasSizeGreaterThanOrEqualTo(7);
            assertThat(calls).extracting(Span::parent).containsOnly(run.id());
            assertThat(scene.endpoint.requests()).hasSize(3).allSatisfy(asked -> {
                String[] sent = asked.headers().get("traceparent").split("-");
                assertThat(sent[1]).isEqualTo(TRACE);
                assertThat(calls).extracting(Span::id).contains(sent[2]);
            });
        }
    }

    @Test
    void answersAndTokensAreCounted() {
        try (Scene scene = new Scene()) {
            UUID prompts = scene.prompts("alice", 4);
            Scene.end(scene.alice, Scene.start(scene.alice, prompts, ""));

            assertThat(metrics(scene.service))
                    .contains("opadpo_rollout_answers_total{application=\"rollout\",end=\"stop\"} 4.0")
                    .contains("opadpo_rollout_answers_total{application=\"rollout\",end=\"failed\"} 0.0")
                    .contains("opadpo_rollout_tokens_total{application=\"rollout\",type=\"completion\"} 40.0");
        }
    }

    private static String metrics(TestService service) {
        return service.as("alice").get("/actuator/prometheus").text();
    }
}
