package io.opadpo.chat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import reactor.core.publisher.Mono;

/**
 * Requests to one service, repeated where that may help. Nothing happens before somebody subscribes; cancelling a
 * subscription ends the request, or the rest before the next one. All errors are {@link CallException}s.
 */
public final class PersistentHttp {
    private static final Logger log = LoggerFactory.getLogger(PersistentHttp.class);
    private static final byte[] EMPTY = {};

    /** Where Reactor looks for somebody to tell. */
    private static final String DROPPED_ERRORS = "reactor.onErrorDropped.local";

    private final WebClient web;
    private final Duration timeout;
    private final Retries retries;
    private final Random jitter = new Random();

    /**
     * @param web knows the service's address and what it wants to see in headers
     * @param timeout longest wait for one reply
     * @param retries how long to go on after failures that may pass
     */
    public PersistentHttp(WebClient web, Duration timeout, Retries retries) {
        this.web = web;
        this.timeout = timeout;
        this.retries = retries;
    }

    /**
     * Gets something.
     *
     * @param reader makes a value of the reply; its {@link CallException}s are repeated like any other
     * @param variables for the path's places, in order
     */
    public <T> Mono<T> get(String path, Function<HttpReply, T> reader, Object... variables) {
        return send(web.get().uri(path, variables), reader);
    }

    /** Posts JSON. */
    <T> Mono<T> post(
            String path, HttpHeaders headers, byte[] json, Function<HttpReply, T> reader, Object... variables) {
        return send(
                web.post()
                        .uri(path, variables)
                        .headers(all -> all.addAll(headers))
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(json),
                reader);
    }

    /** Sends what a caller makes of the client. */
    <T> Mono<T> exchange(Function<WebClient, RequestHeadersSpec<?>> request, Function<HttpReply, T> reader) {
        return Mono.defer(() -> send(request.apply(web), reader));
    }

    /** Gets something of any size into a file. */
    public Mono<Path> download(Path file, String path, Object... variables) {
        Mono<Path> once = web.get()
                .uri(path, variables)
                .exchangeToMono(response -> response.statusCode().is2xxSuccessful()
                        ? DataBufferUtils.write(response.bodyToFlux(DataBuffer.class), file)
                                .thenReturn(file)
                        : reply(response).thenReturn(file))
                .timeout(timeout)
                .onErrorMap(HttpFailures::ofThrowable);
        return quiet(Mono.defer(() -> once.retryWhen(retries.retry(jitter))));
    }

    private <T> Mono<T> send(RequestHeadersSpec<?> request, Function<HttpReply, T> reader) {
        Mono<T> once = request.exchangeToMono(PersistentHttp::reply)
                .timeout(timeout)
                .onErrorMap(HttpFailures::ofThrowable)
                .map(reader);
        return quiet(Mono.defer(() -> once.retryWhen(retries.retry(jitter))));
    }

    /** A cancelled request ends in an error that nobody waits for any more. */
    private static <T> Mono<T> quiet(Mono<T> mono) {
        Consumer<Throwable> dropped = error -> log.debug("After the end of a request: {}", error.toString());
        return mono.contextWrite(context -> context.put(DROPPED_ERRORS, dropped));
    }

    private static Mono<HttpReply> reply(ClientResponse response) {
        Mono<byte[]> body = response.bodyToMono(byte[].class).defaultIfEmpty(EMPTY);
        if (response.statusCode().is2xxSuccessful()) {
            return body.map(
                    bytes -> new HttpReply(response.headers().contentType().orElse(null), bytes));
        }
        return body.flatMap(bytes -> Mono.error(
                HttpFailures.ofStatus(response.statusCode(), response.headers().asHttpHeaders(), bytes)));
    }
}
