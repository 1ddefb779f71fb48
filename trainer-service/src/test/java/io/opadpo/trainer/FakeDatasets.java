package io.opadpo.trainer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opadpo.llava.files.Sha256;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A dataset service with as much of the real one's HTTP interface as the trainer uses. */
final class FakeDatasets implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, byte[]> content = new ConcurrentHashMap<>();

    FakeDatasets() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Stores samples of an owner; every {@code image} in them is a test picture's name, and goes out as its hash. */
    UUID add(String owner, String lines) {
        UUID id = UUID.randomUUID();
        String sent = lines;
        for (String picture : new String[] {"square.png", "tiny.png", "landscape.png", "portrait.png"}) {
            byte[] bytes = TinyTrainer.picture(picture);
            String sha256 = Sha256.of(bytes);
            sent = sent.replace(picture, sha256);
            content.put(owner + " /v1/images/" + sha256, bytes);
        }
        String path = owner + " /v1/datasets/" + id + "/download?format=jsonl";
        content.put(path, sent.getBytes(StandardCharsets.UTF_8));
        Map<Boolean, String> parts = sent.lines()
                .collect(Collectors.partitioningBy(
                        line -> line.contains("\"split\": \"held_out\""), Collectors.joining("\n")));
        content.put(path + "&split=train", parts.get(false).getBytes(StandardCharsets.UTF_8));
        content.put(path + "&split=held_out", parts.get(true).getBytes(StandardCharsets.UTF_8));
        return id;
    }

    /** Gives other bytes for a picture of an owner. */
    void damage(String owner, String picture) {
        content.put(owner + " /v1/images/" + Sha256.of(TinyTrainer.picture(picture)), new byte[] {1});
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            String owner = exchange.getRequestHeaders().getFirst("X-Opadpo-Owner");
            byte[] bytes = content.get(owner + " " + exchange.getRequestURI());
            boolean known = ("Bearer " + TestService.SERVICE_KEY).equals(key);
            if (!known || bytes == null) {
                byte[] problem =
                        "{\"code\": \"not_found\", \"detail\": \"No such thing\"}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
                exchange.sendResponseHeaders(known ? 404 : 401, problem.length);
                exchange.getResponseBody().write(problem);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
