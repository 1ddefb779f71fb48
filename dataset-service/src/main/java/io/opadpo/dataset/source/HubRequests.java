package io.opadpo.dataset.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;

/** Requests to a hub and to the hosts that it leads to; the token goes to the hub alone. */
final class HubRequests {

    private final ImportSettings.Hub settings;
    private final HubHosts hosts;
    private final WebClient client;

    HubRequests(ImportSettings.Hub settings, HubHosts hosts, WebClient client) {
        this.settings = settings;
        this.hosts = hosts;
        this.client = client;
    }

    /** A GET of the bytes from this one on. */
    WebClient.RequestHeadersSpec<?> get(URI uri, long offset) {
        WebClient.RequestHeadersSpec<?> request = client.get().uri(uri);
        if (offset > 0) {
            request.header(HttpHeaders.RANGE, "bytes=" + offset + "-");
        }
        String token = settings.token();
        if (token != null && !token.isBlank() && hosts.isOwn(uri)) {
            request.header(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
        return request;
    }

    /** @param path below the hub's address, with its query */
    URI uri(String path) {
        int query = path.indexOf('?');
        UriComponentsBuilder builder =
                UriComponentsBuilder.fromUri(settings.url()).path(query < 0 ? path : path.substring(0, query));
        if (query >= 0) {
            builder.query(path.substring(query + 1));
        }
        return builder.encode(StandardCharsets.UTF_8).build().toUri();
    }
}
