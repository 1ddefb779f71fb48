package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Of what is created without being a job; and pages of it. */
class IdempotencyTest {
    private final TestService service = Example.SERVICE;

    @Test
    void theSameRequestCreatesOnce() {
        Api api = service.as("idem-1");
        Reply first = api.with("Idempotency-Key", "k").post("/v1/labels", "{\"name\": \"a\"}");
        Reply again = api.with("Idempotency-Key", "k").post("/v1/labels", "{ \"name\": \"a\" }");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(api.get("/v1/labels").json().path("items").size()).isEqualTo(1);
        Reply other = api.with("Idempotency-Key", "k").post("/v1/labels", "{\"name\": \"b\"}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("code").asString()).isEqualTo("idempotency_conflict");
        assertThat(service.as("idem-2")
                        .with("Idempotency-Key", "k")
                        .post("/v1/labels", "{\"name\": \"b\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRefusedRequestDoesNotUseUpItsKey() {
        Api api = service.as("idem-3").with("Idempotency-Key", "k");
        assertThat(api.post("/v1/labels", "{\"name\": \"\"}").status()).isEqualTo(400);
        assertThat(api.post("/v1/labels", "{\"name\": \"a\"}").status()).isEqualTo(200);
    }

    @Test
    void requestsAtTheSameTimeCreateOnceToo() throws Exception {
        Api api = service.as("idem-4").with("Idempotency-Key", "k");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Reply> post = () -> api.post("/v1/labels", "{\"name\": \"a\"}");
            List<Future<Reply>> replies =
                    threads.invokeAll(IntStream.range(0, 12).mapToObj(i -> post).toList());
            Set<String> bodies = replies.stream().map(IdempotencyTest::text).collect(Collectors.toSet());
            assertThat(bodies).hasSize(1);
            assertThat(api.get("/v1/labels").json().path("items").size()).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whereTheThingIsGoneOneIsCreatedAnew() {
        Api api = service.as("idem-6").with("Idempotency-Key", "k");
        JsonNode first = api.post("/v1/labels", "{\"name\": \"a\"}").json();
        service.bean(JdbcClient.class)
                .sql("DELETE FROM example_labels WHERE owner = 'idem-6'")
                .update();

        JsonNode second = api.post("/v1/labels", "{\"name\": \"a\"}").json();
        assertThat(second).isNotEqualTo(first);
        assertThat(api.post("/v1/labels", "{\"name\": \"a\"}").json()).isEqualTo(second);
        assertThat(api.get("/v1/labels").json().path("items").size()).isEqualTo(1);
    }

    @Test
    void listsOfAServiceComeInPages() {
        Api api = service.as("idem-5");
        List.of("c", "a", "b").forEach(name -> api.post("/v1/labels", "{\"name\": \"" + name + "\"}"));
        JsonNode first = api.get("/v1/labels?limit=2").json();
        JsonNode second = api.get(
                        "/v1/labels?limit=2&cursor=" + first.path("next").asString())
                .json();
        assertThat(first.path("items").findValuesAsString("name")).containsExactly("a", "b");
        assertThat(second.path("items").findValuesAsString("name")).containsExactly("c");
        assertThat(second.path("next").isNull()).isTrue();
    }

    private static String text(Future<Reply> reply) {
        try {
            return reply.get().toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
