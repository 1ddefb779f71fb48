package io.opadpo.chat;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One chat-completions endpoint: OpenAI's, or any server that speaks like it. */
public final class ChatClient {
    private static final Set<CallFailure> NO_LIST =
            EnumSet.of(CallFailure.NOT_FOUND, CallFailure.REQUEST_REFUSED, CallFailure.MALFORMED_RESPONSE);

    private final PersistentHttp http;
    private final ChatEndpoint endpoint;

    /**
     * @param http to the endpoint's address, without {@code /v1}
     */
    public ChatClient(PersistentHttp http) {
        this(http, ChatEndpoint.compatible(URI.create(""), null));
    }

    private ChatClient(PersistentHttp http, ChatEndpoint endpoint) {
        this.http = http;
        this.endpoint = endpoint;
    }

    /** A client of any server that speaks like OpenAI's. */
    public static ChatClient of(
            WebClient.Builder builder, URI baseUrl, @Nullable String apiKey, Duration timeout, Retries retries) {
        return of(builder, ChatEndpoint.compatible(baseUrl, apiKey), timeout, retries);
    }

    /**
     * A client of a server anywhere.
     *
     * @param builder what all clients have in common
     * @param timeout longest wait for one reply
     * @param retries how long to go on after failures that may pass
     */
    public static ChatClient of(WebClient.Builder builder, ChatEndpoint endpoint, Duration timeout, Retries retries) {
        return new ChatClient(new PersistentHttp(endpoint.client(builder), timeout, retries), endpoint);
    }

    /** Asks until there is a reply, or no hope of one. */
    public Mono<ChatReply> ask(ChatRequest request) {
        return ask(request, null);
    }

    /**
     * The same under a name by which the endpoint's records can be compared with ours.
     *
     * @param requestId sent as a header, or null
     */
    public Mono<ChatReply> ask(ChatRequest request, @Nullable String requestId) {
        HttpHeaders headers = new HttpHeaders();
        if (requestId != null) {
            headers.set(endpoint.requestIdHeader(), requestId);
        }
        return Mono.fromSupplier(() -> JsonMapper.shared().writeValueAsBytes(endpoint.shape(request)))
                .flatMap(json -> http.post(endpoint.path(), headers, json, ChatReplyReader::read, endpoint.variables()))
                .map(this::withoutKey)
                .onErrorMap(CallException.class, e -> noModel(e, request).without(endpoint.apiKey()));
    }

    /** What a question cannot find is whom it asks. */
    private CallException noModel(CallException e, ChatRequest request) {
        String name = endpoint.deployment() == null ? request.model() : endpoint.deployment();
        return e.failure() == CallFailure.NOT_FOUND
                ? new CallException(CallFailure.MODEL_NOT_FOUND, "Model " + name + ": " + e.getMessage(), e.getCause())
                : e;
    }

    /** A server that echoes what it was sent must not make us keep its key. */
    private ChatReply withoutKey(ChatReply reply) {
        String key = endpoint.apiKey();
        return key == null || !reply.content().contains(key)
                ? reply
                : reply.withContent(reply.content().replace(key, "***"));
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

    /**
     * What the server itself calls one of its models: {@code root} in its list, of vLLM the folder that it was started
     * with. Ends in {@link CallFailure#MODEL_NOT_FOUND} if the list does not have it.
     */
    public Mono<String> root(String name) {
        return http.get("/v1/models", HttpReply::json)
                .map(list -> list.path("data")
                        .valueStream()
                        .filter(model -> model.path("id").asString("").equals(name))
                        .map(model -> model.path("root").asString(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new CallException(CallFailure.MODEL_NOT_FOUND, "the endpoint does not list it", null)));
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
