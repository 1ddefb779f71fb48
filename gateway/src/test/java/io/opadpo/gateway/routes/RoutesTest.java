package io.opadpo.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.opadpo.gateway.RunningGateway;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.FakeServer;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final CountDownLatch FIRST_EVENT_SEEN = new CountDownLatch(1);
    private static final AtomicBoolean WAITED = new AtomicBoolean();

    private final TestService gateway = RunningGateway.GATEWAY;
    private final Api alice = gateway.as("alice");

    @BeforeAll
    static void answer() {
        RunningGateway.SERVICES
                .on("/v1/rollouts", RoutesTest::echo)
                .on("/v1/images", RoutesTest::echo)
                .on("/v1/uploads", RoutesTest::echo)
                .on("/v1/feedback/7", RoutesTest::echo)
                .on("/v1/feedback/stream", RoutesTest::stream)
                .on("/v3/api-docs", exchange -> FakeServer.json(exchange, 200, "{\"openapi\": \"3.1.0\"}"));
    }

    /** Tells what came. */
    private static void echo(HttpExchange exchange) throws IOException {
        int length = exchange.getRequestBody().readAllBytes().length;
        exchange.getResponseHeaders().set("Location", "/v1/jobs/7");
        FakeServer.json(exchange, 201, """
                {"method": "%s", "uri": "%s", "authorization": "%s", "request_id": "%s", "traceparent": "%s", "key": "%s", "length": %d}""".formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        exchange.getRequestHeaders().getFirst("X-Request-Id"),
                        String.join(",", exchange.getRequestHeaders().get("traceparent")),
                        exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                        length));
    }

    /** Sends the second event when the client has seen the first one. */
    private static void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write("id: 1\ndata: {\"n\": 1}\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        try {
            WAITED.set(FIRST_EVENT_SEEN.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        out.write("id: 2\ndata: {\"n\": 2}\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @Test
    void aTraceGoesOnWithSpansOfTheGatewaysOwn() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String caller = "b7ad6b7169203331";
        String sent = alice.with("traceparent", "00-" + trace + "-" + caller + "-01")
                .get("/v1/rollouts")
                .json()
                .path("traceparent")
                .asString();
        assertThat(sent).matches("00-" + trace + "-[0-9a-f]{16}-01").doesNotContain(caller);
        String own = alice.get("/v1/rollouts").json().path("traceparent").asString();
        assertThat(own).as("a new one, that nobody records").matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
    }

    /** What curl announces for {@code --data-binary}. */
    @Test
    void filesThatSayTheyAreFormsGoOnAsTheyCame() {
        byte[] file = "PNG\r\n\0&a=b&%zz+".getBytes(StandardCharsets.ISO_8859_1);
        Reply reply = alice.post("/v1/images?name=a%2Bb", file, "application/x-www-form-urlencoded");
        assertThat(reply.json().path("length").asInt()).as(reply.toString()).isEqualTo(file.length);
        assertThat(reply.json().path("uri").asString()).isEqualTo("/v1/images?name=a%2Bb");
    }

    @Test
    void requestsGoOnAsTheyCame() {
        Reply reply = alice.with("Idempotency-Key", "k 1")
                .with("X-Request-Id", "trace-me")
                .post("/v1/rollouts/7/answers?cursor=a%2Bb&limit=5", "{\"x\": 1}");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/v1/jobs/7");
        assertThat(reply.json().path("uri").asString()).isEqualTo("/v1/rollouts/7/answers?cursor=a%2Bb&limit=5");
        assertThat(reply.json().path("authorization").asString()).startsWith("Bearer opk_");
        assertThat(reply.json().path("request_id").asString()).isEqualTo("trace-me");
        assertThat(reply.json().path("key").asString()).isEqualTo("k 1");
        assertThat(reply.header("X-Request-Id")).isEqualTo("trace-me");
        assertThat(alice.get("/v1/rollouts").json().path("uri").asString()).isEqualTo("/v1/rollouts");
    }

    @Test
    void idsWithSlashesGoThroughInTheQuery() {
        Reply reply = alice.post("/v1/feedback/7/reviews?id=shard%2F1%2Frow%202%23%3F", "{}");
        assertThat(reply.json().path("uri").asString())
                .isEqualTo("/v1/feedback/7/reviews?id=shard%2F1%2Frow%202%23%3F");
    }

    @Test
    void largeBodiesGoThrough() {
        Reply reply = alice.post("/v1/images", new byte[20_000_000], "image/png");
        assertThat(reply.json().path("length").asInt()).isEqualTo(20_000_000);
        assertThat(alice.post("/v1/images", new byte[40_000_000], "image/png").status())
                .isEqualTo(413);
    }

    @Test
    void uploadsGoThroughThatAreLongerThanAnythingElse() {
        Reply reply = alice.post("/v1/uploads?name=a.parquet", new byte[40_000_000], "application/octet-stream");
        assertThat(reply.json().path("length").asInt()).as(reply.toString()).isEqualTo(40_000_000);
        assertThat(alice.post("/v1/pipelines", new byte[40_000_000], "application/json")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void eventsGoThroughOneByOne() {
        try (EventStream events = alice.events("/v1/feedback/stream")) {
            assertThat(events.next().orElseThrow().json().path("n").asInt()).isEqualTo(1);
            FIRST_EVENT_SEEN.countDown();
            assertThat(events.next().orElseThrow().json().path("n").asInt()).isEqualTo(2);
            assertThat(events.next()).isEmpty();
        }
        assertThat(WAITED).isTrue();
    }

    @Test
    void aServiceThatIsDownIsAProblem() {
        Reply reply = alice.get("/v1/models");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
        assertThat(reply.json().path("code").asString()).isEqualTo("unavailable");
        assertThat(reply.json().path("detail").asString()).contains("trainer");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/rollouts",
                "/v1/rollouts/1",
                "/v1/feedback",
                "/v1/images/1",
                "/v1/prompt-sets",
                "/v1/datasets",
                "/v1/models",
                "/v1/chat/completions",
                "/v1/trainings",
                "/v1/adapters",
                "/v1/merges",
                "/v1/evaluations",
                "/v1/benchmarks",
                "/v3/api-docs/trainer/more"
            })
    void nothingGoesOnWithoutAKey(String path) {
        assertThat(gateway.anonymous().post(path, "{}").status()).isEqualTo(401);
    }

    @Test
    void allDescriptionsAreInOneSwaggerUi() {
        assertThat(gateway.anonymous()
                        .get("/v3/api-docs/rollout")
                        .json()
                        .path("openapi")
                        .asString())
                .isEqualTo("3.1.0");
        assertThat(gateway.anonymous().get("/").header("Location")).isEqualTo("/swagger-ui.html");
        assertThat(gateway.anonymous().get("/swagger-ui/index.html").status()).isEqualTo(200);
        assertThat(gateway.anonymous()
                        .get("/v3/api-docs/swagger-config")
                        .json()
                        .path("urls")
                        .findValuesAsString("name"))
                .containsExactlyInAnyOrder("gateway", "rollout", "feedback", "dataset", "trainer");
        assertThat(gateway.anonymous().get("/v3/api-docs/swagger-config").text())
                .contains("primaryName\":\"gateway\"");
        assertThat(gateway.anonymous().get("/v3/api-docs").json().path("paths").propertyNames())
                .contains("/v1/pipelines", "/v1/jobs", "/v1/keys")
                .doesNotContain("/", "/error");
    }
}
