package io.opadpo.dataset;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A feedback-service that gives out the corrections it was given, in pages of at most three. */
public final class FakeFeedback {

    private static final int PAGE = 3;
    private static final Pattern PATH = Pattern.compile("/v1/feedback/([0-9a-f-]{36})/corrections");
    private static final JsonMapper JSON = JsonMapper.shared();

    private record Corrections(String owner, List<JsonNode> items) {}

    private final Map<String, Corrections> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final HttpServer server;

    FakeFeedback() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    public void put(String owner, UUID job, List<JsonNode> corrections) {
        jobs.put(job.toString(), new Corrections(owner, corrections));
    }

    /** The next requests are answered 503. */
    public void failNext(int requests) {
        failures.set(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(exchange, 503, "{\"code\": \"unavailable\", \"detail\": \"not now\"}");
            return;
        }
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        Corrections job = path.matches() ? jobs.get(path.group(1)) : null;
        boolean authentic = ("Bearer " + TestService.SERVICE_KEY)
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!authentic
                || job == null
                || !job.owner().equals(exchange.getRequestHeaders().getFirst("X-Opadpo-Owner"))) {
            send(exchange, authentic ? 404 : 401, "{\"code\": \"not_found\", \"detail\": \"No job\"}");
            return;
        }
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        Matcher cursor = Pattern.compile("cursor=(\\d+)").matcher(query);
        int from = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
        int to = Math.min(job.items().size(), from + PAGE);
        ObjectNode page = JSON.createObjectNode();
        page.putArray("items").addAll(job.items().subList(from, to));
        page.put("next", to < job.items().size() ? Integer.toString(to) : null);
        send(exchange, 200, page.toString());
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
