package io.opadpo.quickstart.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a service and the model that it asks: passes requests on, remembers chat requests, and holds them back
 * on demand, so that a stage can be caught in its middle.
 */
final class Relay implements AutoCloseable {

    private static final String CHAT = "/v1/chat/completions";
    private static final Set<String> PASSED_ON = Set.of("authorization", "content-type", "x-opadpo-owner");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final URI target;
    private final List<String> asked = new ArrayList<>();
    private final List<String> held = new ArrayList<>();
    private int allowed = Integer.MAX_VALUE;
    private int drops;

    Relay(URI target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Forgets what was asked; lets so many chat requests pass, and holds those behind them. */
    synchronized void allow(int requests) {
        asked.clear();
        allowed = requests;
    }

    /** Lets everything pass. What is held is dropped, because those who asked are dead, and returned. */
    synchronized List<String> open() {
        List<String> dropped = List.copyOf(held);
        held.clear();
        allowed = Integer.MAX_VALUE;
        drops++;
        notifyAll();
        return dropped;
    }

    /** The bodies of all chat requests since {@link #allow}, in the order they came. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /** How many chat requests wait. */
    synchronized int waiting() {
        return held.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean chat = exchange.getRequestURI().getPath().equals(CHAT);
            if (!chat || passes(new String(body, StandardCharsets.UTF_8))) {
                HttpResponse<byte[]> answer =
                        client.send(copy(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
                answer.headers()
                        .firstValue("Content-Type")
                        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Waits while requests are held; whether this one is to be passed on then. */
    private synchronized boolean passes(String body) throws InterruptedException {
        asked.add(body);
        if (allowed > 0) {
            allowed--;
            return true;
        }
        held.add(body);
        int before = drops;
        while (drops == before) {
            wait();
        }
        return false;
    }

    private HttpRequest copy(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                request.header(name, values.get(0));
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
