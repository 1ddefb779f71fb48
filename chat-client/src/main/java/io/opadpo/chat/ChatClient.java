package io.opadpo.chat;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One chat-completions endpoint: OpenAI's, or any server that speaks like it. */
public final class ChatClient {
    private static final Set<CallFailure> NO_LIST =
            EnumSet.of(CallFailure.NOT_FOUND, CallFailure.REQUEST_REFUSED, CallFailure.MALFORMED_RESPONSE);

    private final PersistentHttp http;

    /**
     * @param http to the endpoint's address, without {@code /v1}
     */
    public ChatClient(PersistentHttp http) {
        this.http = http;
    }

    /**
     * A client of a server anywhere.
     *
     * @param builder what all clients have in common
     * @param baseUrl with or without {@code /v1} at its end, as both are usual
     * @param apiKey sent as a bearer token, or null
     * @param timeout longest wait for one reply
     * @param retries how long to go on after failures that may pass
     */
    public static ChatClient of(
            WebClient.Builder builder, URI baseUrl, @Nullable String apiKey, Duration timeout, Retries retries) {
        String url = baseUrl.toString().replaceFirst("/+$", "").replaceFirst("/v1$", "");
        WebClient.Builder endpoint = builder.clone().baseUrl(url);
        if (apiKey != null && !apiKey.isBlank()) {
            endpoint.defaultHeaders(headers -> headers.setBearerAuth(apiKey.strip()));
        }
        return new ChatClient(new PersistentHttp(endpoint.build(), timeout, retries));
    }

    /** Asks until there is a reply, or no hope of one. */
    public Mono<ChatReply> ask(ChatRequest request) {
        return Mono.fromSupplier(() -> JsonMapper.shared().writeValueAsBytes(request))
                .flatMap(json -> http.post("/v1/chat/completions", json, ChatReplyReader::read));
    }

    /**
     * Which model a name stands for. Servers that hold adapters list them with their base model as {@code parent}; of a
     * server without a list, or with another idea of one, nothing is learnt and nothing is wrong.
     */
    public Mono<ChatModel> model(String name) {
        return http.get("/v1/models", HttpReply::json)
                .map(list -> find(list, name))
                .onErrorResume(
                        e -> e instanceof CallException call && NO_LIST.contains(call.failure()),
                        e -> Mono.just(ChatModel.named(name)));
    }

    private static ChatModel find(JsonNode list, String name) {
        for (JsonNode model : list.path("data")) {
            String parent = model.path("parent").asString("");
            if (model.path("id").asString("").equals(name) && !parent.isBlank()) {
                String version = model.path("version").asString("");
                return new ChatModel(parent, name, version.isBlank() ? null : version);
            }
        }
        return ChatModel.named(name);
    }
}
