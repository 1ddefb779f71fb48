package io.opadpo.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.opadpo.chat.ChatEndpoint.Kind;
import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.chat.testing.FakeOpenAi;
import io.opadpo.chat.testing.TestClients;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** Requests as the API references of OpenAI and Azure OpenAI (2024-10-21) show them. */
class ChatEndpointTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final FakeOpenAi server = new FakeOpenAi();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/openai", "/openai/"})
    void azure(String ending) {
        ask(new ChatEndpoint(
                Kind.AZURE, URI.create(server.url() + ending), "az-key", "my gpt/4o", "2024-10-21", false));

        Asked asked = server.requests().get(0);
        assertThat(asked.uri()).isEqualTo("/openai/deployments/my%20gpt%2F4o/chat/completions?api-version=2024-10-21");
        assertThat(asked.headers())
                .containsEntry("api-key", "az-key")
                .containsEntry("content-type", "application/json")
                .containsEntry("x-ms-client-request-id", "call-1")
                .doesNotContainKey("authorization");
        assertThat(asked.body()).isEqualTo(JSON.readTree("""
                        {"messages": [
                            {"role": "system", "content": "You check answers."},
                            {"role": "user", "content": [
                                {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
                                {"type": "text", "text": "What?"}]}],
                         "temperature": 0.0, "top_p": 0.95, "max_tokens": 300}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1", "/v1/"})
    void openAi(String ending) {
        ask(new ChatEndpoint(Kind.OPENAI, URI.create(server.url() + ending), " sk-key\n", null, null, false));

        Asked asked = server.requests().get(0);
        assertThat(asked.uri()).isEqualTo("/v1/chat/completions");
        assertThat(asked.headers())
                .containsEntry("authorization", "Bearer sk-key")
                .containsEntry("x-client-request-id", "call-1")
                .doesNotContainKey("api-key");
        assertThat(asked.body().path("model").asString()).isEqualTo("gpt-4o-2024-08-06");
        assertThat(asked.body().path("max_completion_tokens").asInt()).isEqualTo(300);
        assertThat(asked.body().has("max_tokens")).isFalse();
        assertThat(asked.body().path("temperature").asDouble(-1)).isZero();
    }

    @Test
    void modelsThatThinkFirstTakeNoTemperature() {
        ask(new ChatEndpoint(Kind.COMPATIBLE, server.url(), null, null, null, true));

        assertThat(server.requests().get(0).body().propertyNames())
                .containsExactlyInAnyOrder("model", "messages", "max_completion_tokens");
    }

    @Test
    void azureNeedsToKnowWhatAndWhich() {
        assertThatThrownBy(() -> new ChatEndpoint(Kind.AZURE, server.url(), "k", "d", null, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("api-version");
    }

    @Test
    void keyThatTheServerQuotesGoesNoFurther() {
        server.next(1, Behaviour.failing(400, "bad", "You sent sk-key, which is odd"));
        server.next(1, Behaviour.answering(asked -> asked.headers().get("authorization")));
        ChatEndpoint endpoint = ChatEndpoint.compatible(server.url(), "sk-key");

        CallException failure = catchThrowableOfType(CallException.class, () -> ask(endpoint));
        assertThat(failure).hasMessage("HTTP 400: You sent ***, which is odd");
        assertThat(ask(endpoint).content()).isEqualTo("Bearer ***");
        assertThat(endpoint.toString()).doesNotContain("sk-key");
    }

    @Test
    void whatMayHaveBeenCharged() {
        server.next(1, Behaviour.failing(500, "broken", "Sorry"));
        server.next(1, Behaviour.hangingUp());
        server.next(1, Behaviour.breakingOff());
        server.next(1, Behaviour.saying("{\"choices\": [{"));
        ChatEndpoint endpoint = ChatEndpoint.compatible(server.url(), null);

        assertThat(failure(endpoint).mayBePaid()).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(failure(endpoint).mayBePaid()).isTrue();
        }
        server.close();
        assertThat(failure(endpoint).mayBePaid()).isFalse();
    }

    private static CallException failure(ChatEndpoint endpoint) {
        return catchThrowableOfType(CallException.class, () -> ask(endpoint));
    }

    private static ChatReply ask(ChatEndpoint endpoint) {
        ChatRequest request = new ChatRequest(
                "gpt-4o-2024-08-06",
                List.of(
                        ChatMessage.system("You check answers."),
                        ChatMessage.user("data:image/png;base64,AA==", "What?")),
                0.0,
                0.95,
                null,
                300,
                null,
                null);
        return ChatClient.of(
                        TestClients.builder(DataSize.ofKilobytes(100)), endpoint, Duration.ofMinutes(1), Retries.NONE)
                .ask(request, "call-1")
                .block();
    }
}
