package io.opadpo.dataset.source;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Asks a hub. Only its own address is asked, and the hosts to which it is allowed to redirect; the token goes to its own
 * address alone.
 */
final class HubClient {

    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_PAGES = 1_000;
    private static final int MAX_JSON = 32_000_000;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"next\"");

    private final ImportSettings.Hub settings;
    private final HubHosts hosts;
    private final HubRequests requests;

    HubClient(ImportSettings.Hub settings, WebClient.Builder builder) {
        this.settings = settings;
        this.hosts = new HubHosts(settings);
        this.requests = new HubRequests(
                settings,
                hosts,
                builder.clone()
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_JSON))
                        .build());
    }

    Download download() {
        return new Download(settings.tries(), settings.pause());
    }

    /** GET of JSON. */
    JsonNode json(String path) throws JobException {
        return Objects.requireNonNull(page(requests.uri(path)).getBody());
    }

    /** The elements of all pages of a list. */
    List<JsonNode> pages(String path) throws JobException {
        List<JsonNode> all = new ArrayList<>();
        URI next = requests.uri(path);
        for (int page = 0; next != null && page < MAX_PAGES; page++) {
            ResponseEntity<JsonNode> answer = page(next);
            Objects.requireNonNull(answer.getBody()).forEach(all::add);
            next = next(next, answer.getHeaders().getFirst(HttpHeaders.LINK));
        }
        return all;
    }

    private @Nullable URI next(URI page, @Nullable String link) throws JobException {
        Matcher matcher = NEXT.matcher(link == null ? "" : link);
        if (!matcher.find()) {
            return null;
        }
        URI next = page.resolve(matcher.group(1));
        if (!hosts.isOwn(next)) {
            throw new JobException("BAD_SOURCE", "The hub's list goes on at another host: " + next.getHost(), false);
        }
        return next;
    }

    private ResponseEntity<JsonNode> page(URI uri) throws JobException {
        Duration timeout = settings.timeout();
        try {
            ResponseEntity<JsonNode> answer = requests.get(uri, 0)
                    .retrieve()
                    .onStatus(
                            status -> !status.is2xxSuccessful(),
                            response -> response.releaseBody()
                                    .thenReturn(new HubStatusException(
                                            response.statusCode().value())))
                    .toEntity(JsonNode.class)
                    .timeout(timeout)
                    .block();
            if (answer != null && answer.getBody() != null) {
                return answer;
            }
            throw new JobException("SOURCE_UNAVAILABLE", "The hub's answer is empty", true);
        } catch (HubStatusException e) {
            throw e.asJobException();
        } catch (RuntimeException e) {
            throw unavailable(e);
        }
    }

    /** The bytes of a file from this one on. */
    InputStream open(String path, long offset) throws IOException, JobException {
        URI uri = requests.uri(path);
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HubAnswer answer = answer(uri, offset);
            String location = answer.location();
            if (location == null) {
                return answer.open(offset, settings.timeout());
            }
            uri = uri.resolve(location);
            if (!hosts.allows(uri)) {
                throw new JobException(
                        "BAD_SOURCE", "The hub redirects to a host that is not allowed: " + uri.getHost(), false);
            }
        }
        throw new JobException("BAD_SOURCE", "The hub redirects too often", false);
    }

    private HubAnswer answer(URI uri, long offset) throws IOException {
        try {
            ResponseEntity<Flux<DataBuffer>> answer = requests.get(uri, offset)
                    .retrieve()
                    .onStatus(status -> true, response -> Mono.empty())
                    .toEntityFlux(DataBuffer.class)
                    .timeout(settings.timeout())
                    .block();
            Objects.requireNonNull(answer);
            Flux<DataBuffer> body = answer.getBody() == null ? Flux.empty() : answer.getBody();
            HubAnswer result = new HubAnswer(answer.getStatusCode().value(), answer.getHeaders(), body);
            if (result.location() != null) {
                body.subscribe(DataBufferUtils.releaseConsumer());
            }
            return result;
        } catch (RuntimeException e) {
            throw new IOException("no answer", e);
        }
    }

    private static JobException unavailable(RuntimeException e) {
        return new JobException(new JobError("SOURCE_UNAVAILABLE", "The hub does not answer", true, "source.hub"), e);
    }
}
