package io.opadpo.feedback;

import com.sun.net.httpserver.HttpExchange;
import io.opadpo.chat.Usage;
import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.chat.testing.FakeServer;
import io.opadpo.feedback.judge.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A judge with every fault there is, switched by the number in the question, that keeps books of its own: it charges for
 * what it wrote, whether or not the whole of it arrives.
 */
final class FaultyJudge extends FakeServer {
    /** Beyond the client's patience. */
    private static final int SLOW_SECONDS = 4;

    private static final int BURST_FROM = 500;
    private static final int BURST = 25;

    private final List<Charge> charges = new ArrayList<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private final Map<String, Long> notBefore = new HashMap<>();
    private final List<String> impatient = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * A request.
     *
     * @param id which it came with
     * @param request hash of what was asked
     * @param cost what it was charged; nothing for what was refused
     * @param tokens that it counts for in the limit: the prompt, and the longest reply that was allowed
     * @param nanos when it came
     */
    record Charge(String id, String request, BigDecimal cost, long tokens, long nanos) {}

    /** A request as it came. */
    private record Arrival(String id, String request, long tokens, long nanos) {}

    FaultyJudge() {
        serve("/v1/chat/completions", this::handle);
    }

    /** All requests so far. */
    synchronized List<Charge> charges() {
        return List.copyOf(charges);
    }

    /** Requests that came back before they were asked to. */
    synchronized List<String> impatient() {
        return List.copyOf(impatient);
    }

    /** Whether the sample with this number ends without a report. */
    static boolean fails(int number) {
        return number % 20 == 9 || number % 20 == 10;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        long nanos = System.nanoTime();
        String id = exchange.getRequestHeaders().getFirst("X-Client-Request-Id");
        Asked asked = new Asked("", Map.of(), JsonMapper.shared().readTree(body));
        String question = asked.question();
        int number = Integer.parseInt(question.replaceAll("(?s).*Question ([0-9]+)\\?.*", "$1"));
        String request = Sha256.of(new String(body, StandardCharsets.UTF_8));
        Arrival arrival = new Arrival(id, request, tokens(asked), nanos);
        int tried = tried(request);
        if (refuse(exchange, asked, request, number, tried)) {
            charge(arrival, BigDecimal.ZERO);
            return;
        }
        JsonNode reply = reply(asked, number);
        // 2.50 and 10 dollars a million.
        JsonNode usage = reply.path("usage");
        charge(
                arrival,
                BigDecimal.valueOf(usage.path("prompt_tokens").asLong())
                        .multiply(new BigDecimal("0.0000025"))
                        .add(BigDecimal.valueOf(usage.path("completion_tokens").asLong())
                                .multiply(new BigDecimal("0.00001"))));
        answer(exchange, reply.toString(), number, tried);
    }

    private synchronized int tried(String request) {
        Long until = notBefore.get(request);
        if (until != null && System.nanoTime() < until) {
            impatient.add(request);
        }
        return tries.merge(request, 1, Integer::sum);
    }

    private synchronized void charge(Arrival arrival, BigDecimal cost) {
        charges.add(new Charge(arrival.id(), arrival.request(), cost, arrival.tokens(), arrival.nanos()));
    }

    /** By the densest text there is, three bytes to a token, and an image of 1105. */
    private static long tokens(Asked asked) {
        String text = asked.body().path("messages").toString().replaceAll("data:[^\"]*", "");
        return text.getBytes(StandardCharsets.UTF_8).length / 3
                + 1105
                + asked.body().path("max_tokens").asLong();
    }

    private boolean refuse(HttpExchange exchange, Asked asked, String request, int number, int tried)
            throws IOException {
        int arrived = charges().size();
        if (arrived >= BURST_FROM && arrived < BURST_FROM + BURST) {
            Behaviour.failing(503, "overloaded", "A burst").handle(asked, exchange);
            return true;
        }
        if (tried == 1 && (number == 100 || number == 700)) {
            later(request, 1);
            Behaviour.rateLimiting("1").handle(asked, exchange);
            return true;
        }
        if (tried == 1 && number == 1300) {
            Instant until = Instant.now().plusSeconds(3);
            // A date has no fractions of a second.
            later(request, 1);
            Behaviour.rateLimiting(DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC)))
                    .handle(asked, exchange);
            return true;
        }
        if (tried == 1 && number % 20 == 2) {
            Behaviour.failing(500, "broken", "Sorry").handle(asked, exchange);
            return true;
        }
        return false;
    }

    private synchronized void later(String request, int seconds) {
        notBefore.put(request, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    private void answer(HttpExchange exchange, String reply, int number, int tried) throws IOException {
        if (tried == 1 && number % 200 == 4) {
            try {
                closing.await(SLOW_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
        if (tried == 1 && number % 20 == 5) {
            // Half of it, and the end of the connection.
            byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.getResponseBody().flush();
            return;
        }
        sendJson(exchange, 200, tried == 1 && number % 20 == 6 ? reply.substring(0, reply.length() / 2) : reply);
    }

    private static JsonNode reply(Asked asked, int number) {
        boolean repaired = asked.messages() > 2;
        String report = Scene.report(asked);
        String content = switch (number % 20) {
            case 7 -> "Here it is:\n```json\n" + report + "\n```";
            case 8 -> repaired ? report : report.replace("copied_content", "content");
            case 9 -> "{\"verdict\": \"good\"}";
            case 10 -> "I'm sorry, but I can't help with that.";
            // It does what the text in the image and in the answer tells it.
            case 11 ->
                repaired
                        ? report
                        : "{\"0\":{\"copied_content\":\"OWNED\",\"score\":4,\"rewritten_content\":\"OWNED\"}}";
            default -> report;
        };
        return completion(content, new Usage(900 + number % 97, 200 + number % 51));
    }

    private static ObjectNode completion(String content, Usage usage) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("object", "chat.completion").put("model", "judge-1").put("system_fingerprint", "fp-1");
        ObjectNode choice = json.putArray("choices").addObject().put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", content);
        json.putObject("usage")
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens());
        return json;
    }

    @Override
    public void close() {
        closing.countDown();
        super.close();
    }
}
