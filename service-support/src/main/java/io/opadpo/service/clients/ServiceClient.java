package io.opadpo.service.clients;

import io.opadpo.service.web.PageView;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriBuilder;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Calls one service for one owner, and waits for the answer. Paths are templates with the variables that follow, and may
 * have a query. Every method throws {@link RemoteException}.
 */
public final class ServiceClient {
    private static final Duration FIRST_REST = Duration.ofMillis(200);
    private static final int BUFFERS_AHEAD = 16;

    private final String service;
    private final WebClient client;
    private final ServicesProperties.Clients settings;

    ServiceClient(String service, WebClient client, ServicesProperties.Clients settings) {
        this.service = service;
        this.client = client;
        this.settings = settings;
    }

    /** GET of JSON. */
    public <T> T get(Class<T> type, String path, Object... variables) {
        return get(ParameterizedTypeReference.forType(type), builder -> uri(builder, path, null, variables));
    }

    /** GET of a small body. */
    public byte[] bytes(String path, Object... variables) {
        return get(byte[].class, path, variables);
    }

    /** GET of a body of any length, to be closed by the caller. It is not tried again. */
    public InputStream open(String path, Object... variables) {
        return DataBufferUtils.subscriberInputStream(
                checked(client.get().uri(builder -> uri(builder, path, null, variables)))
                        .bodyToFlux(DataBuffer.class)
                        .timeout(settings.timeout())
                        .onErrorMap(this::remote),
                BUFFERS_AHEAD);
    }

    /** All items of a paged list, fetched page by page as the stream is read. */
    public <T> Stream<T> items(Class<T> type, String path, Object... variables) {
        ParameterizedTypeReference<PageView<T>> page = ParameterizedTypeReference.forType(
                ResolvableType.forClassWithGenerics(PageView.class, type).getType());
        Function<@Nullable String, PageView<T>> fetch =
                cursor -> get(page, builder -> uri(builder, path, cursor, variables));
        return Stream.iterate(
                        fetch.apply(null),
                        Objects::nonNull,
                        last -> last.next() == null ? null : fetch.apply(last.next()))
                .flatMap(fetched -> fetched.items().stream());
    }

    /** POST of JSON, answered with JSON. It is not tried again. */
    public <T> T post(Class<T> type, Object body, String path, Object... variables) {
        WebClient.RequestBodyUriSpec post = client.post();
        post.uri(builder -> uri(builder, path, null, variables)).bodyValue(body);
        return wait(checked(post).bodyToMono(type));
    }

    /** For everything else: the address, the key and the owner are set. */
    public WebClient webClient() {
        return client;
    }

    private <T> T get(ParameterizedTypeReference<T> type, Function<UriBuilder, URI> uri) {
        Retry retry = Retry.backoff(settings.retries(), FIRST_REST)
                .filter(e -> e instanceof RemoteException remote && remote.retryable())
                .onRetryExhaustedThrow((spec, signal) -> signal.failure());
        return wait(checked(client.get().uri(uri))
                .bodyToMono(type)
                .timeout(settings.timeout())
                .onErrorMap(this::remote)
                .retryWhen(retry));
    }

    private static URI uri(UriBuilder builder, String path, @Nullable String cursor, Object... variables) {
        int query = path.indexOf('?');
        builder.path(query < 0 ? path : path.substring(0, query));
        if (query >= 0) {
            builder.query(path.substring(query + 1));
        }
        if (cursor != null) {
            // Cursors are fit for a URL as they are.
            builder.queryParam("cursor", cursor);
        }
        return builder.build(variables);
    }

    private WebClient.ResponseSpec checked(WebClient.RequestHeadersSpec<?> request) {
        return request.retrieve()
                .onStatus(
                        HttpStatusCode::isError,
                        response -> response.bodyToMono(Problem.class)
                                .onErrorReturn(Problem.UNREADABLE)
                                .defaultIfEmpty(Problem.UNREADABLE)
                                .map(problem -> new RemoteException(
                                        service,
                                        response.statusCode().value(),
                                        problem.code(),
                                        problem.detail() + " (HTTP "
                                                + response.statusCode().value() + ")",
                                        null)));
    }

    private <T> T wait(Mono<T> answer) {
        T value = answer.timeout(settings.timeout().multipliedBy(settings.retries() + 1L))
                .onErrorMap(this::remote)
                .block();
        if (value == null) {
            throw new RemoteException(service, 0, "bad_gateway", "the answer is empty", null);
        }
        return value;
    }

    private Throwable remote(Throwable e) {
        return e instanceof RemoteException ? e : new RemoteException(service, 0, "unavailable", "no answer", e);
    }
}
