package io.opadpo.service.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.Headers;
import io.opadpo.service.testing.FakeServer;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceClientTest {
    private final FakeServer server = new FakeServer();
    private final AtomicInteger calls = new AtomicInteger();
    private final ServiceClient client = client(server.uri());

    private static ServiceClient client(URI address) {
        WebClient.Builder builder = WebClient.builder();
        new ClientsAutoConfiguration().tolerantWebClients(JsonMapper.shared()).customize(builder);
        ServicesProperties properties = new ServicesProperties(
                Map.of("dataset", address), new ServicesProperties.Clients(Duration.ofSeconds(10), 2));
        return new ServiceClients(builder, properties, "the-service-key").of("dataset", "alice");
    }

    record Item(String id) {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhoCallsForWhom() {
        AtomicReference<Headers> seen = new AtomicReference<>();
        server.on("/v1/things", exchange -> {
            seen.set(exchange.getRequestHeaders());
            FakeServer.json(exchange, 200, "{\"id\": \"%s\", \"more\": 1}".formatted(exchange.getRequestURI()));
        });
        MDC.put("request_id", "r-1");
        try {
            Item item = client.get(Item.class, "/v1/things/{id}?limit={limit}", "a b#c", 5);
            assertThat(item.id()).isEqualTo("/v1/things/a%20b%23c?limit=5");
        } finally {
            MDC.remove("request_id");
        }
        assertThat(seen.get().getFirst("Authorization")).isEqualTo("Bearer the-service-key");
        assertThat(seen.get().getFirst("X-Opadpo-Owner")).isEqualTo("alice");
        assertThat(seen.get().getFirst("X-Request-Id")).isEqualTo("r-1");
        assertThat(seen.get()).doesNotContainKey("Upgrade");
    }

    @Test
    void listsAreFetchedPageByPageAsTheyAreRead() {
        server.on("/v1/items", exchange -> {
            int call = calls.incrementAndGet();
            String query = exchange.getRequestURI().getQuery();
            assertThat(query).isEqualTo(call == 1 ? "limit=2" : "limit=2&cursor=c" + (call - 1));
            String next = call == 3 ? "null" : "\"c" + call + "\"";
            FakeServer.json(
                    exchange,
                    200,
                    "{\"items\": [{\"id\": \"%da\"}, {\"id\": \"%db\"}], \"next\": %s}".formatted(call, call, next));
        });
        try (Stream<Item> items = client.items(Item.class, "/v1/items?limit=2")) {
            assertThat(items.limit(2).toList()).extracting(Item::id).containsExactly("1a", "1b");
        }
        assertThat(calls).hasValueLessThanOrEqualTo(2);
        calls.set(0);
        List<Item> all = client.items(Item.class, "/v1/items?limit=2").toList();
        assertThat(all).extracting(Item::id).containsExactly("1a", "1b", "2a", "2b", "3a", "3b");
    }

    @Test
    void getsAreTriedAgainWhenThatMayHelp() {
        server.on(
                "/v1/shaky",
                exchange -> FakeServer.json(exchange, calls.incrementAndGet() < 3 ? 503 : 200, "{\"id\": \"x\"}"));
        assertThat(client.get(Item.class, "/v1/shaky").id()).isEqualTo("x");
        assertThat(calls).hasValue(3);
    }

    @Test
    void refusalsAreToldAndNotRepeated() {
        server.on("/v1/none", exchange -> {
            calls.incrementAndGet();
            FakeServer.json(exchange, 404, "{\"code\": \"not_found\", \"detail\": \"No dataset 7\"}");
        });
        RemoteException e = catchThrowableOfType(RemoteException.class, () -> client.get(Item.class, "/v1/none"));
        assertThat(e.status()).isEqualTo(404);
        assertThat(e.code()).isEqualTo("not_found");
        assertThat(e.retryable()).isFalse();
        assertThat(e.asJobException().error().code()).isEqualTo("REMOTE_NOT_FOUND");
        assertThat(e.asJobException().error().message())
                .contains("dataset", "No dataset 7")
                .doesNotContain("key");
        assertThat(calls).hasValue(1);
    }

    @Test
    void whoeverDoesNotAnswerMayDoSoLater() {
        RemoteException e = catchThrowableOfType(
                RemoteException.class,
                () -> client(URI.create("http://localhost:1")).get(Item.class, "/v1/x"));
        assertThat(e.status()).isZero();
        assertThat(e.retryable()).isTrue();
    }

    @Test
    void postsAndStreams() throws Exception {
        byte[] body = new byte[3_000_000];
        server.on("/v1/file", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.on("/v1/make", exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes());
            FakeServer.json(exchange, 201, "{\"id\": \"made\", \"sent\": %s}".formatted(sent));
        });
        try (InputStream stream = client.open("/v1/file")) {
            assertThat(stream.readAllBytes()).hasSize(body.length);
        }
        JsonNode made = client.post(JsonNode.class, new Item("x"), "/v1/make");
        assertThat(made.path("sent").path("id").asString()).isEqualTo("x");
    }
}
