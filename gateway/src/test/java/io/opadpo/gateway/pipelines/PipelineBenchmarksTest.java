package io.opadpo.gateway.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.opadpo.gateway.Gateway;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.FakeServer;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pipelines that name benchmarks, with a stand-in for the trainer which has some. */
class PipelineBenchmarksTest {
    private static final AtomicInteger STATUS = new AtomicInteger();
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static final FakeServer TRAINER = new FakeServer().on("/v1/benchmarks", PipelineBenchmarksTest::benchmarks);
    private static final TestService GATEWAY = TestService.start(
            Gateway.application(), "opadpo.clients.retries=0", "opadpo.services.trainer=" + TRAINER.uri());

    private final String owner = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    private final Api api = GATEWAY.as(owner);

    private static void benchmarks(HttpExchange exchange) throws IOException {
        ASKED.incrementAndGet();
        FakeServer.json(exchange, STATUS.get(), STATUS.get() != 200 ? "{\"code\": \"no\"}" : """
                {"items": [{"name": "empty", "type": "chair", "limit": 7, "ready": false, "needs": []},
                 {"name": "pope", "type": "pope", "limit": null, "ready": true, "needs": []},
                 {"name": "scenes", "type": "chair", "limit": null, "ready": true, "needs": []}]}""");
    }

    @BeforeEach
    void theTrainerAnswers() {
        STATUS.set(200);
        ASKED.set(0);
    }

    @AfterAll
    static void stop() {
        GATEWAY.close();
        TRAINER.close();
    }

    @Test
    void thoseThatAreThereReachTheEvaluation() {
        Reply created = submit("{\"benchmarks\": [\"scenes\", \"pope\"]}");
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        JsonNode evaluation = api.get(
                        "/v1/jobs/" + created.json().at("/stages/5/job").asString())
                .json();
        assertThat(evaluation.at("/parameters/benchmarks").toString()).isEqualTo("[\"scenes\",\"pope\"]");
    }

    @Test
    void thoseThatAreNotAreRefusedBeforeAnythingIsPaidFor() {
        Reply refused = submit("{\"benchmarks\": [\"scenes\", \"mmhal\", \"empty\", \"scenes\"]}");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        JsonNode errors = refused.json().path("errors");
        assertThat(errors.findValuesAsString("field"))
                .containsExactly("evaluation.benchmarks[1]", "evaluation.benchmarks[2]", "evaluation.benchmarks[3]");
        assertThat(errors.at("/0/message").asString()).isEqualTo("there is no benchmark mmhal");
        assertThat(errors.at("/1/message").asString()).contains("empty is not ready");
        assertThat(errors.at("/2/message").asString()).isEqualTo("scenes is named twice");
        assertNothingSubmitted();
    }

    @Test
    void aTrainerThatIsDownIsAReasonToComeBackLater() {
        STATUS.set(503);
        Reply refused = submit("{\"benchmarks\": [\"scenes\"]}");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
        assertThat(refused.json().path("code").asString()).isEqualTo("unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertNothingSubmitted();
    }

    @Test
    void aTrainerThatRefusesIsNotTheCallersFault() {
        STATUS.set(403);
        assertThat(submit("{\"benchmarks\": [\"scenes\"]}").status()).isEqualTo(502);
        assertNothingSubmitted();
    }

    @Test
    void withoutBenchmarksTheTrainerIsNotAsked() {
        STATUS.set(503);
        assertThat(submit("{\"limit\": 9}").status()).isEqualTo(201);
        assertThat(submit("{\"benchmarks\": []}").status()).isEqualTo(201);
        assertThat(ASKED).hasValue(0);
    }

    private Reply submit(String evaluation) {
        return api.post("/v1/pipelines", """
                {"name": "p", "prompt_set": "11111111-2222-3333-4444-555555555555", "model": "m", "evaluation": %s}""".formatted(evaluation));
    }

    private void assertNothingSubmitted() {
        assertThat(api.get("/v1/pipelines").json().path("items").size()).isZero();
        assertThat(api.get("/v1/jobs").json().path("items").size()).isZero();
    }
}
