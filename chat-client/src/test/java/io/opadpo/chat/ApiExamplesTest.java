package io.opadpo.chat;

import static io.opadpo.chat.testing.RecordedShape.example;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.opadpo.chat.ChatEndpoint.Kind;
import io.opadpo.chat.testing.FakeServer;
import io.opadpo.chat.testing.RecordedShape;
import io.opadpo.chat.testing.TestClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What we send, beside what the documentation of OpenAI and of Azure OpenAI shows: see api-examples/README.md. */
class ApiExamplesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final JsonNode FORMAT = JSON.readTree("""
            {"type": "json_schema", "json_schema": {"name": "report", "strict": true,
             "schema": {"type": "object", "properties": {}, "additionalProperties": false}}}""");

    private final Recorder server = new Recorder();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void openAiChat() {
        ask(new ChatEndpoint(Kind.OPENAI, server.url(), "sk-key", null, null, false));
        JsonNode shown = example("openai-image-input");
        JsonNode line = example("openai-batch-line");

        Request sent = server.only();
        isSentAs(sent, shown, shown.path("path").asString());
        assertThat(RecordedShape.of(shown.path("body"), line.path("body")).strangers(sent.json()))
                .isEmpty();
        assertThat(sent.json().propertyNames()).contains("model", "messages");
    }

    @Test
    void azureChat() {
        ask(new ChatEndpoint(Kind.AZURE, server.url(), "az-key", "my-gpt", "2024-10-21", false));
        JsonNode image = example("azure-image-input");
        JsonNode structured = example("azure-structured-outputs");
        JsonNode shown = example("azure-chat");

        Request sent = server.only();
        isSentAs(sent, shown, shown.path("path").asString().replace("{deployment-id}", "my-gpt"));
        assertThat(RecordedShape.of(image.path("body"), structured.path("body"), shown.path("body"))
                        .strangers(sent.json()))
                .isEmpty();
        assertThat(sent.json().has("model")).as("the address says it").isFalse();
    }

    @Test
    void batchLine() {
        ChatEndpoint endpoint = new ChatEndpoint(Kind.OPENAI, server.url(), "sk-key", null, null, false);
        JsonNode line = JSON.readTree(BatchLine.request("id-1", endpoint, request()));
        JsonNode shown = example("openai-batch-line");

        assertThat(line.propertyNames()).containsExactlyElementsOf(shown.propertyNames());
        assertThat(line.path("method")).isEqualTo(shown.path("method"));
        assertThat(line.path("url")).isEqualTo(shown.path("url"));
        assertThat(RecordedShape.of(
                                shown.path("body"),
                                example("openai-image-input").path("body"))
                        .strangers(line.path("body")))
                .isEmpty();
    }

    @Test
    void upload(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("requests.jsonl"), "{}\n");
        server.answer = "{\"id\": \"file-abc123\", \"object\": \"file\"}";
        assertThat(batches().upload(file).block()).isEqualTo("file-abc123");
        JsonNode shown = example("openai-upload-file");

        Request sent = server.only();
        isSentAs(sent, shown, shown.path("path").asString());
        assertThat(sent.body())
                .contains(
                        "name=\"purpose\"",
                        "\r\n\r\n" + shown.at("/form/purpose").asString() + "\r\n")
                .contains("name=\"file\"; filename=\"requests.jsonl\"");
        assertThat(sent.body().split("name=\"", -1))
                .as("parts")
                .hasSize(1 + 1 + shown.path("form").size());
    }

    @Test
    void batch() {
        server.answer = example("openai-batch").toString();
        Batch batch = batches().create("file-abc123", "ours").block();
        JsonNode shown = example("openai-create-batch");

        Request sent = server.only();
        isSentAs(sent, shown, shown.path("path").asString());
        assertThat(RecordedShape.of(shown.path("body")).strangers(sent.json())).isEmpty();
        assertThat(shown.path("body").properties())
                .allSatisfy(
                        member -> assertThat(sent.json().path(member.getKey())).isEqualTo(member.getValue()));
        assertThat(batch).isEqualTo(new Batch("batch_abc123", "validating", null, null, null, null));
    }

    @Test
    void batchThatIsListed() {
        JsonNode list = example("openai-list-batches");
        String text = list.toString().replace("\"customer_id\":\"user_123456789\"", "\"opadpo_batch\":\"ours\"");
        server.answer = text;

        assertThat(batches().find("ours").block())
                .isEqualTo(new Batch("batch_abc123", "completed", "file-cvaTdG", "file-HOWS94", null, null));
        assertThat(server.only().uri()).isEqualTo("/v1/batches?limit=100");
    }

    private static void isSentAs(Request sent, JsonNode shown, String path) {
        assertThat(sent.uri()).isEqualTo(path);
        assertThat(shown.path("headers").properties())
                .allSatisfy(header -> assertThat(sent.headers()
                                .getOrDefault(header.getKey(), List.of("absent"))
                                .get(0))
                        .startsWith(header.getValue().asString())
                        .isNotEqualTo("absent"));
        assertThat(sent.headers().containsKey("api-key"))
                .isEqualTo(shown.at("/headers/api-key").isString());
    }

    private void ask(ChatEndpoint endpoint) {
        server.answer = "{\"choices\": [{\"message\": {\"content\": \"Yes\"}}]}";
        ChatClient.of(TestClients.builder(DataSize.ofKilobytes(100)), endpoint, TIMEOUT, Retries.NONE)
                .ask(request(), "call-1")
                .block();
    }

    private BatchClient batches() {
        ChatEndpoint endpoint = new ChatEndpoint(Kind.OPENAI, server.url(), "sk-key", null, null, false);
        return BatchClient.of(TestClients.builder(DataSize.ofKilobytes(100)), endpoint, TIMEOUT, Retries.NONE);
    }

    private static ChatRequest request() {
        return new ChatRequest(
                "gpt-4o-2024-08-06",
                List.of(
                        ChatMessage.system("You check answers."),
                        ChatMessage.user("data:image/png;base64,AA==", "What?")),
                0.0,
                0.95,
                null,
                300,
                7L,
                FORMAT);
    }

    private record Request(String uri, Map<String, List<String>> headers, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /** Notes what comes, whatever it is. */
    private static final class Recorder extends FakeServer {
        private final List<Request> requests = new ArrayList<>();
        private volatile @Nullable String answer;

        Recorder() {
            serve("/", this::note);
        }

        private void note(HttpExchange exchange) throws IOException {
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(exchange.getRequestURI().toString(), headers, body));
            sendJson(exchange, 200, String.valueOf(answer));
        }

        Request only() {
            assertThat(requests).hasSize(1);
            return requests.get(0);
        }
    }
}
