package io.opadpo.blobs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** As much of S3 as the store uses: PUT, GET, HEAD, DELETE and list, path-style, one bucket, signatures unchecked. */
final class FakeS3 implements AutoCloseable {
    static final String BUCKET = "bucket";
    private static final int PAGE = 2;

    /** When each object was put, whenever it was. */
    static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

    final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final HttpServer server;

    FakeS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/" + BUCKET, this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(BUCKET.length() + 1);
        String key = path.startsWith("/") ? path.substring(1) : path;
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=the-access-key/");
        if (!signed) {
            answer(exchange, 403, "<Error><Code>AccessDenied</Code></Error>".getBytes(StandardCharsets.UTF_8));
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(key, body);
                answer(exchange, 200, new byte[0]);
            }
            case "DELETE" -> {
                objects.remove(key);
                answer(exchange, 204, new byte[0]);
            }
            default -> read(exchange, key);
        }
    }

    private void read(HttpExchange exchange, String key) throws IOException {
        byte[] object = objects.get(key);
        if (key.isEmpty()) {
            answer(exchange, 200, list(exchange).getBytes(StandardCharsets.UTF_8));
        } else if (object == null) {
            answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8));
        } else {
            exchange.getResponseHeaders()
                    .set(
                            "Last-Modified",
                            DateTimeFormatter.RFC_1123_DATE_TIME.format(MODIFIED.atOffset(ZoneOffset.UTC)));
            answer(exchange, 200, object);
        }
    }

    /** Few keys a page, so that whoever does not ask for more is found out. */
    private String list(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : exchange.getRequestURI().getQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        String prefix = query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", "");
        List<String> keys = objects.keySet().stream()
                .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
                .toList();
        List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
        boolean more = page.size() < keys.size();
        String contents = page.stream()
                .map(key -> "<Contents><Key>" + key + "</Key><LastModified>" + MODIFIED + "</LastModified><Size>"
                        + objects.getOrDefault(key, new byte[0]).length + "</Size></Contents>")
                .collect(Collectors.joining());
        String token = more ? "<NextContinuationToken>" + page.get(page.size() - 1) + "</NextContinuationToken>" : "";
        return "<ListBucketResult><IsTruncated>" + more + "</IsTruncated>" + token + contents + "</ListBucketResult>";
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
