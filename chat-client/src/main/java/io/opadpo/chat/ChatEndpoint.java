package io.opadpo.chat;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Where a chat-completions endpoint is, and in which of the dialects it wants to be asked. Shapes as in the API references
 * of OpenAI and of Azure OpenAI.
 *
 * @param kind the dialect
 * @param baseUrl with or without {@code /v1} at its end, as both are usual; of Azure the resource's address
 * @param apiKey sent as a bearer token, to Azure as {@code api-key}; null for none
 * @param deployment Azure's name for the model; null elsewhere
 * @param apiVersion Azure's version of the API, such as {@code 2024-10-21}; null elsewhere
 * @param reasoning whether its model thinks first: such models take no temperature, and their limit has another name
 */
public record ChatEndpoint(
        Kind kind,
        URI baseUrl,
        @Nullable String apiKey,
        @Nullable String deployment,
        @Nullable String apiVersion,
        boolean reasoning) {

    /** Who speaks how. */
    public enum Kind {
        OPENAI("X-Client-Request-Id"),
        AZURE("x-ms-client-request-id"),
        COMPATIBLE("X-Client-Request-Id");

        private final String requestId;

        Kind(String requestId) {
            this.requestId = requestId;
        }
    }

    public ChatEndpoint {
        apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
        if (kind == Kind.AZURE && (deployment == null || apiVersion == null)) {
            throw new IllegalArgumentException("An endpoint of kind azure needs a deployment and an api-version");
        }
    }

    /** Any server that speaks like OpenAI's. */
    public static ChatEndpoint compatible(URI baseUrl, @Nullable String apiKey) {
        return new ChatEndpoint(Kind.COMPATIBLE, baseUrl, apiKey, null, null, false);
    }

    /** A client that knows the address and the key. */
    WebClient client(WebClient.Builder builder) {
        String ending = kind == Kind.AZURE ? "/openai$" : "/v1$";
        WebClient.Builder client = builder.clone()
                .baseUrl(baseUrl.toString().replaceFirst("/+$", "").replaceFirst(ending, ""));
        if (apiKey != null) {
            client.defaultHeaders(headers -> {
                if (kind == Kind.AZURE) {
                    headers.set("api-key", apiKey);
                } else {
                    headers.setBearerAuth(apiKey);
                }
            });
        }
        return client.build();
    }

    /** Where questions go, with places for {@link #variables}. */
    String path() {
        return kind == Kind.AZURE
                ? "/openai/deployments/{deployment}/chat/completions?api-version={version}"
                : "/v1/chat/completions";
    }

    Object[] variables() {
        return kind == Kind.AZURE
                ? new Object[] {Objects.requireNonNull(deployment), Objects.requireNonNull(apiVersion)}
                : new Object[0];
    }

    /** The header under which the endpoint notes whose request it was. */
    String requestIdHeader() {
        return kind.requestId;
    }

    /** The same request in this endpoint's dialect. */
    public ChatRequest shape(ChatRequest request) {
        ChatRequest shaped = kind == Kind.AZURE ? request.withoutModel() : request;
        if (reasoning) {
            shaped = shaped.withoutSampling();
        }
        return reasoning || kind == Kind.OPENAI ? shaped.withMaxCompletionTokens() : shaped;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ChatEndpoint[" + kind + ", " + baseUrl + "]";
    }
}
