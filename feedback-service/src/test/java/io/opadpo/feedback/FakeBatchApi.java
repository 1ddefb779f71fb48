package io.opadpo.feedback;

import com.sun.net.httpserver.HttpExchange;
import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.chat.testing.FakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stand-in for OpenAI's Batch API. It can be told to fall silent in the middle of a step, after having taken it, and how
 * batches end.
 */
final class FakeBatchApi extends FakeServer {
    /** An answer whose line in the output file breaks off. */
    static final String GARBLED = "garbled";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, ObjectNode> batches = new LinkedHashMap<>();
    private final List<String> online = new ArrayList<>();
    private final Deque<Ending> endings = new ArrayDeque<>();
    private final Map<String, Ending> endingOf = new HashMap<>();
    private boolean filesLost;
    private boolean unlisted;
    private int lists;
    private final CountDownLatch closing = new CountDownLatch(1);
    private int mostAtOnce;
    private Function<Asked, String> answer = Scene::report;
    private String silentAt = "";
    private CountDownLatch reached = new CountDownLatch(1);

    /**
     * How a batch ends.
     *
     * @param status its last one; {@code in_progress} or {@code cancelling} if it does not end
     * @param code why it failed
     * @param message the same in words
     */
    record Ending(String status, String code, String message) {
        static final Ending COMPLETED = new Ending("completed", "", "");

        /** When its day is over, with the first half answered. */
        static final Ending EXPIRED = new Ending("expired", "", "");

        /** Not before it is cancelled, with the first half answered. */
        static final Ending NEVER = new Ending("in_progress", "", "");

        /** Not even then. */
        static final Ending STUCK = new Ending("cancelling", "", "");

        static Ending failed(String code, String message) {
            return new Ending("failed", code, message);
        }
    }

    FakeBatchApi() {
        serve("/v1/files", this::files);
        serve("/v1/batches", this::batches);
        serve("/v1/chat/completions", this::online);
    }

    /** Settings of an endpoint {@code batch} here: a reply costs $0.000175 in batches of at most 8; and more of them. */
    String[] endpoint(String... more) {
        Stream<String> own = Stream.of(
                "opadpo.feedback.endpoints.batch.kind=openai",
                "opadpo.feedback.endpoints.batch.base-url=" + url() + "/v1",
                "opadpo.feedback.endpoints.batch.api-key=" + Scene.API_KEY,
                "opadpo.feedback.endpoints.batch.model=gpt-batch",
                "opadpo.feedback.endpoints.batch.weight=0",
                "opadpo.feedback.endpoints.batch.price.input=2.50",
                "opadpo.feedback.endpoints.batch.price.output=10",
                "opadpo.feedback.batch.poll=20ms",
                "opadpo.feedback.batch.requests=8");
        return Stream.concat(own, Stream.of(more)).toArray(String[]::new);
    }

    /** Answers like this; what it answers with an empty text goes into the error file. */
    synchronized void answer(Function<Asked, String> next) {
        answer = next;
    }

    /** The next batches end like this, and those after them well. */
    synchronized void ends(Ending... next) {
        endings.addAll(List.of(next));
    }

    /** All that are under way end like this now; those that are being cancelled with the first half answered. */
    synchronized void endsNow(Ending ending) {
        endingOf.replaceAll((id, before) -> ending);
    }

    /** Has no output files any more. */
    synchronized void losesFiles() {
        filesLost = true;
    }

    /** Whether batches are left out of its list, as new ones may be for a while. */
    synchronized void unlisted(boolean now) {
        unlisted = now;
        lists = 0;
    }

    /** How often it was asked for its list since. */
    synchronized int lists() {
        return lists;
    }

    /** Is told once more to start the first batch. */
    synchronized void startsAgain() {
        create(batches.get("batch_0").deepCopy());
    }

    /** How many batches were under way at once at most. */
    synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    /** Knows none of its batches any more. */
    synchronized void forget() {
        batches.clear();
    }

    /** Does not answer the next request of this kind, but does what it asks. */
    synchronized CountDownLatch silentAt(String step) {
        silentAt = step;
        reached = new CountDownLatch(1);
        return reached;
    }

    synchronized List<ObjectNode> batches() {
        return List.copyOf(batches.values());
    }

    /** The lines of all batches that were started. */
    synchronized List<JsonNode> lines() {
        return batches.values().stream()
                .flatMap(batch ->
                        files.get(batch.path("input_file_id").asString()).lines())
                .map(line -> (JsonNode) JSON.readTree(line))
                .toList();
    }

    /** Ids of the samples that were asked about one by one. */
    synchronized List<String> online() {
        return List.copyOf(online);
    }

    private void files(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("GET")) {
            String id = path.replaceAll("/v1/files/(.*)/content", "$1");
            silence("download");
            String file = file(id);
            if (file == null) {
                sendJson(exchange, 404, "{\"error\":{\"message\":\"No such file\"}}");
            } else {
                send(exchange, 200, "application/octet-stream", file.getBytes(StandardCharsets.UTF_8));
            }
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.contains("name=\"purpose\"") || !body.contains("\r\n\r\nbatch\r\n")) {
            sendJson(exchange, 400, "{\"error\":{\"message\":\"purpose\"}}");
            return;
        }
        String content = body.substring(body.indexOf("{\"custom_id\""), body.lastIndexOf('}') + 1);
        String id = add("file-in-", content);
        silence("upload");
        sendJson(exchange, 200, "{\"id\":\"" + id + "\",\"object\":\"file\",\"purpose\":\"batch\"}");
    }

    private synchronized @Nullable String file(String id) {
        return filesLost ? null : files.get(id);
    }

    private synchronized String add(String prefix, String content) {
        String id = prefix + files.size();
        files.put(id, content);
        return id;
    }

    private void batches(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/v1/batches") && exchange.getRequestMethod().equals("POST")) {
            ObjectNode batch = create((ObjectNode) JSON.readTree(exchange.getRequestBody()));
            silence("create");
            sendJson(exchange, 200, batch.toString());
        } else if (path.equals("/v1/batches")) {
            sendJson(exchange, 200, list());
        } else if (path.endsWith("/cancel")) {
            sendJson(exchange, 200, cancel(path.replaceAll("/v1/batches/(.*)/cancel", "$1")));
        } else {
            String batch = look(path.substring(path.lastIndexOf('/') + 1));
            silence("poll");
            sendJson(exchange, batch.isEmpty() ? 404 : 200, batch);
        }
    }

    private synchronized ObjectNode create(ObjectNode request) {
        String id = "batch_" + batches.size();
        ObjectNode batch = request.put("id", id).put("object", "batch").put("status", "validating");
        batches.put(id, batch);
        endingOf.put(id, endings.isEmpty() ? Ending.COMPLETED : endings.remove());
        long open = batches.values().stream()
                .filter(one -> Set.of("validating", "in_progress")
                        .contains(one.path("status").asString()))
                .count();
        mostAtOnce = Math.max(mostAtOnce, (int) open);
        return batch;
    }

    private synchronized String list() {
        ObjectNode list = JSON.createObjectNode().put("object", "list").put("has_more", false);
        list.putArray("data").addAll(unlisted ? List.of() : batches.values());
        lists++;
        return list.toString();
    }

    private synchronized String cancel(String id) {
        return batches.get(id).put("status", "cancelling").toString();
    }

    /** At the first look it is at work, at the second it has ended. */
    private synchronized String look(String id) {
        ObjectNode batch = batches.get(id);
        Ending ending = endingOf.get(id);
        if (batch == null) {
            return "";
        }
        switch (batch.path("status").asString()) {
            case "validating" -> {
                if (ending.status().equals("failed")) {
                    fail(batch, ending);
                } else {
                    batch.put("status", "in_progress");
                }
            }
            case "in_progress" -> {
                if (ending.status().equals("failed")) {
                    fail(batch, ending);
                } else {
                    end(batch, ending.status());
                }
            }
            case "cancelling" -> end(batch, ending.equals(Ending.STUCK) ? ending.status() : "cancelled");
            default -> {}
        }
        return batch.toString();
    }

    private static void fail(ObjectNode batch, Ending ending) {
        batch.put("status", "failed");
        batch.putObject("errors")
                .put("object", "list")
                .putArray("data")
                .addObject()
                .put("code", ending.code())
                .put("message", ending.message())
                .putNull("line");
    }

    private void end(ObjectNode batch, String status) {
        if (Set.of("in_progress", "cancelling").contains(status)) {
            return;
        }
        StringBuilder output = new StringBuilder();
        StringBuilder errors = new StringBuilder();
        String[] lines = files.get(batch.path("input_file_id").asString()).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            JsonNode request = JSON.readTree(lines[i]);
            boolean late = !status.equals("completed") && i >= lines.length / 2;
            String text = late ? "" : answer.apply(new Asked("", Map.of(), request.path("body")));
            (text.isEmpty() ? errors : output)
                    .append(result(request.path("custom_id").asString(), text))
                    .append('\n');
        }
        batch.put("status", status).put("output_file_id", add("file-out-", output.toString()));
        batch.put("error_file_id", add("file-err-", errors.toString()));
    }

    private static String result(String id, String text) {
        if (text.equals(GARBLED)) {
            return "{\"custom_id\":\"" + id;
        }
        ObjectNode result = JSON.createObjectNode().put("custom_id", id);
        if (text.isEmpty()) {
            result.putNull("response")
                    .putObject("error")
                    .put("code", "batch_expired")
                    .put("message", "Its day was over");
        } else {
            result.putNull("error")
                    .putObject("response")
                    .put("status_code", 200)
                    .set("body", Behaviour.completion(text, "stop"));
        }
        return result.toString();
    }

    private void online(HttpExchange exchange) throws IOException {
        Asked asked = new Asked("", Map.of(), JSON.readTree(exchange.getRequestBody()));
        synchronized (this) {
            online.add(Scene.id(asked));
        }
        Behaviour.answering(Scene::report).handle(asked, exchange);
    }

    private void silence(String step) throws IOException {
        synchronized (this) {
            if (!silentAt.equals(step)) {
                return;
            }
            silentAt = "";
            reached.countDown();
        }
        try {
            closing.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        super.close();
    }
}
