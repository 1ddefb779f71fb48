package io.opadpo.chat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** OpenAI's Batch API: a file of requests, answered within a day at half the price. */
public final class BatchClient {
    private static final String NAME = "opadpo_batch";
    private static final int LIMIT = 100;
    private static final int MOST_PAGES = 20;

    private final PersistentHttp patient;
    private final PersistentHttp once;
    private final ChatEndpoint endpoint;

    private BatchClient(PersistentHttp patient, PersistentHttp once, ChatEndpoint endpoint) {
        this.patient = patient;
        this.once = once;
        this.endpoint = endpoint;
    }

    /**
     * A client of an endpoint.
     *
     * @param timeout longest wait for one reply, or for a whole file
     * @param retries how long to go on after failures that may pass, with what can be repeated
     */
    public static BatchClient of(WebClient.Builder builder, ChatEndpoint endpoint, Duration timeout, Retries retries) {
        WebClient client = endpoint.client(builder);
        return new BatchClient(
                new PersistentHttp(client, timeout, retries),
                new PersistentHttp(client, timeout, Retries.NONE),
                endpoint);
    }

    /** Uploads a file of requests; ends in its id. Costs nothing. */
    public Mono<String> upload(Path file) {
        return safe(patient.exchange(
                web -> {
                    MultipartBodyBuilder body = new MultipartBodyBuilder();
                    body.part("purpose", "batch");
                    body.part("file", new FileSystemResource(file), MediaType.parseMediaType("application/jsonl"));
                    return web.post().uri("/v1/files").body(BodyInserters.fromMultipartData(body.build()));
                },
                reply -> id(reply.json())));
    }

    /**
     * Starts a batch. Tried once: one whose reply is lost may have been started, which {@link #find} tells.
     *
     * @param name by which it is found again
     */
    public Mono<Batch> create(String file, String name) {
        Map<String, Object> body = Map.of(
                "input_file_id",
                file,
                "endpoint",
                "/v1/chat/completions",
                "completion_window",
                "24h",
                "metadata",
                Map.of(NAME, name));
        return safe(once.exchange(
                web -> web.post()
                        .uri("/v1/batches")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body),
                reply -> Batch.of(reply.json())));
    }

    /** The batch that was started under a name; empty if there is none among the last ones. */
    public Mono<Batch> find(String name) {
        return findAll(name).next();
    }

    /** All that were started under a name, of the last ones: more than one if somebody did not see the first. */
    public Flux<Batch> findAll(String name) {
        return find(name, null, MOST_PAGES).onErrorMap(CallException.class, e -> e.without(endpoint.apiKey()));
    }

    private Flux<Batch> find(String name, @Nullable String after, int pages) {
        return patient.exchange(
                        web -> after == null
                                ? web.get().uri("/v1/batches?limit={limit}", LIMIT)
                                : web.get().uri("/v1/batches?limit={limit}&after={after}", LIMIT, after),
                        HttpReply::json)
                .flatMapMany(page -> {
                    Flux<Batch> found = Flux.fromIterable(page.path("data"))
                            .filter(batch -> batch.path("metadata")
                                    .path(NAME)
                                    .asString("")
                                    .equals(name))
                            .map(Batch::of);
                    boolean more = page.path("has_more").asBoolean(false) && pages > 1;
                    String last = page.path("last_id").asString("");
                    return more ? found.concatWith(Flux.defer(() -> find(name, last, pages - 1))) : found;
                });
    }

    /** How a batch stands. */
    public Mono<Batch> get(String id) {
        return safe(patient.get("/v1/batches/{id}", reply -> Batch.of(reply.json()), id));
    }

    /** Asks for the end of a batch; what is answered by then is charged. */
    public Mono<Batch> cancel(String id) {
        return safe(patient.exchange(
                web -> web.post().uri("/v1/batches/{id}/cancel", id), reply -> Batch.of(reply.json())));
    }

    /** Fetches a file of answers or errors. */
    public Mono<Path> download(String file, Path to) {
        return safe(patient.download(to, "/v1/files/{id}/content", file));
    }

    private <T> Mono<T> safe(Mono<T> mono) {
        return mono.onErrorMap(CallException.class, e -> e.without(endpoint.apiKey()));
    }

    private static String id(JsonNode json) {
        String id = json.path("id").asString("");
        if (id.isEmpty()) {
            throw new CallException(CallFailure.MALFORMED_RESPONSE, "The response names no file", null);
        }
        return id;
    }
}
