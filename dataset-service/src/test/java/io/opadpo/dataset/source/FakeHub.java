package io.opadpo.dataset.source;

import com.sun.net.httpserver.HttpExchange;
import io.opadpo.dataset.Digests;
import io.opadpo.service.testing.FakeServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * A hub with one public data set, {@code us/pictures}, and the host to which it redirects downloads; a bucket too. It can
 * be told to fail.
 */
public final class FakeHub {

    public static final String TOKEN = "hub-secret";
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final Map<String, byte[]> files = Collections.synchronizedMap(new TreeMap<>());
    private final FakeServer hub = new FakeServer().on("/", this::hub);
    private final FakeServer storage = new FakeServer().on("/", this::storage);

    /** What storage was asked for: a file and the byte from which on. */
    public final List<String> downloads = Collections.synchronizedList(new ArrayList<>());
    /** Authorization headers that storage has seen. */
    public final List<String> leaked = Collections.synchronizedList(new ArrayList<>());
    /** How many bytes an answer of storage has before its connection breaks, for the next so many answers. */
    public final AtomicInteger cuts = new AtomicInteger();

    /** What comes after a connection of storage broke. */
    public volatile Runnable afterCut = () -> {};

    /** The content that storage was asked for, as If-Match says. */
    public final List<String> conditions = Collections.synchronizedList(new ArrayList<>());

    public final Map<String, String> redirects = new ConcurrentHashMap<>();
    /** The file that comes with a byte changed, once. */
    public final AtomicReference<String> damaged = new AtomicReference<>("");

    public URI uri() {
        return hub.uri();
    }

    /** The bucket's address. */
    public URI bucket() {
        return URI.create("http://127.0.0.1:" + storage.uri().getPort());
    }

    public void put(String name, byte[] bytes) {
        files.put(name, bytes);
    }

    private void hub(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            FakeServer.json(exchange, 401, "{\"error\": \"no token\"}");
        } else if (path.equals("/api/datasets/us/pictures/revision/main")) {
            FakeServer.json(exchange, 200, "{\"sha\": \"" + COMMIT + "\", \"cardData\": {\"license\": \"cc-by-4.0\"}}");
        } else if (path.equals("/api/datasets/us/pictures/tree/" + COMMIT)) {
            tree(exchange);
        } else if (path.startsWith("/datasets/us/pictures/resolve/" + COMMIT + "/")) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            String target = redirects.getOrDefault(name, bucket() + "/bucket/" + name);
            exchange.getResponseHeaders().set("Location", target);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        } else {
            FakeServer.json(exchange, 404, "{\"error\": \"not found\"}");
        }
    }

    /** Two files on a page. */
    private void tree(HttpExchange exchange) throws IOException {
        List<String> names = List.copyOf(files.keySet());
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
        int to = Math.min(names.size(), from + 2);
        if (to < names.size()) {
            exchange.getResponseHeaders()
                    .set(
                            "Link",
                            "<" + uri() + exchange.getRequestURI().getPath() + "?recursive=true&cursor=" + to
                                    + ">; rel=\"next\"");
        }
        String entries = names.subList(from, to).stream()
                .map(name ->
                        "{\"type\": \"file\", \"path\": \"%s\", \"oid\": \"00\", \"size\": %d, \"lfs\": {\"oid\": \"%s\", \"size\": %d}}"
                                .formatted(
                                        name,
                                        files.get(name).length,
                                        Digests.sha256(files.get(name)),
                                        files.get(name).length))
                .collect(Collectors.joining(","));
        FakeServer.json(exchange, 200, "[{\"type\": \"directory\", \"path\": \"data\"}," + entries + "]");
    }

    private void storage(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("list-type=2")) {
            list(exchange, query);
            return;
        }
        String name = exchange.getRequestURI().getPath().replaceFirst("^/bucket/", "");
        byte[] bytes = files.get(name);
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
        downloads.add(name + "@" + from);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null && authorization.contains(TOKEN)) {
            leaked.add(authorization);
        }
        String condition = exchange.getRequestHeaders().getFirst("If-Match");
        conditions.add(String.valueOf(condition));
        if (condition != null && !condition.equals(etag(bytes))) {
            FakeServer.json(exchange, 412, "{}");
            return;
        }
        byte[] sent = bytes.clone();
        if (damaged.getAndUpdate(wanted -> wanted.equals(name) ? "" : wanted).equals(name)) {
            sent[sent.length / 2]++;
        }
        int length = sent.length - from;
        exchange.getResponseHeaders().set("ETag", etag(bytes));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (sent.length - 1) + "/" + sent.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, length);
        boolean cut = cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        exchange.getResponseBody().write(sent, from, cut ? Math.min(length, 1000) : length);
        exchange.getResponseBody().flush();
        if (cut) {
            afterCut.run();
        }
        exchange.close();
    }

    static String etag(byte[] bytes) {
        return "\"" + Digests.sha256(bytes) + "\"";
    }

    private void list(HttpExchange exchange, String query) throws IOException {
        String prefix = query.replaceAll(".*prefix=([^&]*).*", "$1");
        String contents = files.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> "<Contents><Key>%s</Key><Size>%d</Size><ETag>\"%s\"</ETag></Contents>"
                        .formatted(name, files.get(name).length, Digests.sha256(files.get(name))))
                .collect(Collectors.joining());
        byte[] xml = ("<ListBucketResult><IsTruncated>false</IsTruncated>" + contents + "</ListBucketResult>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, xml.length);
        exchange.getResponseBody().write(xml);
        exchange.close();
    }
}
