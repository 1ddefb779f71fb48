package io.opadpo.chat;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Clients of endpoints. They speak HTTP/1.1, because the JDK's offer to upgrade confuses servers that are common among
 * endpoints, and follow no redirect, so that no key goes where it was not meant to.
 */
public final class WebClients {
    private final WebClient.Builder builder;

    /**
     * @param largest response that is read
     * @param connectTimeout longest wait for a connection
     */
    public WebClients(DataSize largest, Duration connectTimeout) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
        this.builder = WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize((int) largest.toBytes()));
    }

    /**
     * A client of one endpoint.
     *
     * @param baseUrl with or without {@code /v1} at its end, as both are usual
     * @param headers sent with every request
     */
    public WebClient to(URI baseUrl, Consumer<HttpHeaders> headers) {
        String url = baseUrl.toString().replaceFirst("/+$", "").replaceFirst("/v1$", "");
        return builder.clone().baseUrl(url).defaultHeaders(headers).build();
    }
}
