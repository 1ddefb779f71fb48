package io.opadpo.quickstart.job;

import io.opadpo.quickstart.QuickstartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The platform as its users have it: JSON over HTTP with a key. */
public final class PlatformClient {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final String key;

    public PlatformClient(URI gateway, String key) {
        this.gateway = gateway;
        this.key = key;
    }

    URI gateway() {
        return gateway;
    }

    JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    /** The bytes of something that is no JSON. */
    byte[] bytes(String path) {
        return bytes(request(path).GET().build());
    }

    /** Posts JSON; with the same key twice, the second answer is the first one's. */
    public JsonNode post(String path, JsonNode body, String idempotencyKey) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").header("Idempotency-Key", idempotencyKey);
        return send(request.POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    /** Posts bytes whose type the server finds out itself. */
    JsonNode post(String path, byte[] body) {
        BodyPublisher bytes = BodyPublishers.ofByteArray(body);
        return send(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(bytes)
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest request) {
        try {
            return JSON.readTree(bytes(request));
        } catch (JacksonException e) {
            throw new QuickstartException(what(request) + " is not answered with JSON: " + e, e);
        }
    }

    private byte[] bytes(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new QuickstartException(
                        what(request) + " is answered " + response.statusCode() + ": " + detail(response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new QuickstartException(what(request) + " is not answered: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuickstartException("Interrupted", e);
        }
    }

    private static String detail(byte[] body) {
        try {
            JsonNode problem = JSON.readTree(body);
            return problem.path("detail").asString(problem.toString());
        } catch (JacksonException e) {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private static String what(HttpRequest request) {
        return request.method() + " " + request.uri().getPath();
    }
}
