package io.opadpo.lab.corrector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opadpo.lab.scene.Scene;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands in for the strong vision model that corrects answers: an OpenAI-compatible server that recognises the lab's scenes
 * by their pictures' hashes and knows the truth about them. Of other pictures it knows only the standard answers it is sent.
 * For the demonstration and for tests; no real corrector is as reliable.
 */
public final class StandInCorrector implements AutoCloseable {

    /** Its name, wherever it is seen. */
    public static final String NAME = "stand-in-corrector";

    private static final Logger log = LoggerFactory.getLogger(StandInCorrector.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int THREADS = 4;
    /** Longest request in bytes: an image of 20 MB as a data URL, and texts. */
    private static final int LONGEST_REQUEST = 32 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicInteger requests = new AtomicInteger();
    private final IntFunction<Fault> faults;
    private final Consumer<Task> listener;
    private final Judge judge;

    private StandInCorrector(HttpServer server, Judge judge, IntFunction<Fault> faults, Consumer<Task> listener) {
        this.server = server;
        this.judge = judge;
        this.faults = faults;
        this.listener = listener;
    }

    /**
     * Starts one that does no wrong.
     *
     * @param port 0 for a free one
     * @param scenes that it knows, by the SHA-256 of their pictures
     */
    public static StandInCorrector start(int port, Map<String, Scene> scenes) throws IOException {
        return start(port, scenes, request -> Fault.NONE, task -> {});
    }

    /** Starts one that knows no scene, only standard answers. */
    public static StandInCorrector start(int port, IntFunction<Fault> faults, Consumer<Task> listener)
            throws IOException {
        return start(port, Map.of(), faults, listener);
    }

    /**
     * Starts one.
     *
     * @param faults what goes wrong with the n-th request, from 1 on
     * @param listener hears of each task before its report is sent
     */
    public static StandInCorrector start(
            int port, Map<String, Scene> scenes, IntFunction<Fault> faults, Consumer<Task> listener)
            throws IOException {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), scenes, faults, listener);
    }

    /** Starts one that does no wrong, at an address that others than this machine may reach. */
    public static StandInCorrector start(InetSocketAddress address, Map<String, Scene> scenes) throws IOException {
        return start(address, scenes, request -> Fault.NONE, task -> {});
    }

    private static StandInCorrector start(
            InetSocketAddress address, Map<String, Scene> scenes, IntFunction<Fault> faults, Consumer<Task> listener)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        StandInCorrector corrector = new StandInCorrector(server, new KnownScenes(scenes), faults, listener);
        server.createContext("/v1/models", corrector::models);
        server.createContext("/v1/chat/completions", corrector::complete);
        server.setExecutor(corrector.threads);
        server.start();
        log.info("{} listens at port {}", NAME, server.getAddress().getPort());
        return corrector;
    }

    /** Where it is, without {@code /v1}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Chat requests so far. */
    public int requests() {
        return requests.get();
    }

    private void models(HttpExchange exchange) throws IOException {
        ObjectNode list = JSON.createObjectNode().put("object", "list");
        list.putArray("data").addObject().put("id", NAME).put("object", "model").put("owned_by", NAME);
        send(exchange, 200, list);
    }

    private void complete(HttpExchange exchange) throws IOException {
        int number = requests.incrementAndGet();
        Fault fault = faults.apply(number);
        switch (fault) {
            case TOO_MANY_REQUESTS -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                error(exchange, 429, "too many requests");
            }
            case SERVER_ERROR -> error(exchange, 500, "a fault was asked for");
            case CUT -> cut(exchange);
            case GARBAGE -> reply(exchange, number, "I would rather talk about the weather.", "");
            case FENCED, NONE -> correct(exchange, number, fault == Fault.FENCED);
        }
    }

    /** Promises more than it sends. */
    private static void cut(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"id\": ".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        } catch (IOException e) {
            // That too little was sent is what was wanted.
            log.debug("{}: a reply was cut", NAME);
        }
    }

    private void correct(HttpExchange exchange, int number, boolean fenced) throws IOException {
        Task task;
        try {
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST);
            task = Task.of(JSON.readTree(body));
        } catch (JacksonException | IllegalArgumentException e) {
            log.info("{}: request {} cannot be read", NAME, number);
            error(exchange, 400, "not a request to correct an answer");
            return;
        }
        listener.accept(task);
        String report = judge.judge(task).json();
        reply(exchange, number, fenced ? "```json\n" + report + "\n```" : report, task.answer());
    }

    private static void reply(HttpExchange exchange, int number, String content, String answer) throws IOException {
        ObjectNode completion = JSON.createObjectNode()
                .put("id", NAME + "-" + number)
                .put("object", "chat.completion")
                .put("model", NAME)
                .put("system_fingerprint", NAME);
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", content);
        int asked = Sentences.words(answer).size();
        int told = Sentences.words(content).size();
        completion
                .putObject("usage")
                .put("prompt_tokens", asked)
                .put("completion_tokens", told)
                .put("total_tokens", asked + told);
        send(exchange, 200, completion);
    }

    private static void error(HttpExchange exchange, int status, String message) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("message", message).put("type", NAME);
        send(exchange, status, body);
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            // A connection whose request was not read to its end is of no use for the next one.
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
