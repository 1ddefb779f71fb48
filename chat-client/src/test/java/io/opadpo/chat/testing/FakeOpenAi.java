package io.opadpo.chat.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stand-in for an OpenAI-compatible server. It behaves well unless told otherwise: for the next requests, or for those
 * that a test picks.
 */
public final class FakeOpenAi extends FakeServer {
    /** The version it says it is. */
    public static final String VERSION = "fp-1";

    /** The model it says it is. */
    public static final String MODEL = "gpt-vision-2026-01-01";

    private static final long PATIENCE_MILLIS = 60_000;
    private static final Behaviour WELL = Behaviour.answering(asked -> "An answer to: " + asked.question());

    private final List<Asked> requests = new ArrayList<>();
    private final Deque<Behaviour> next = new ArrayDeque<>();
    private final List<Rule> rules = new ArrayList<>();
    private Behaviour usual = WELL;
    private String models = "{\"data\":[]}";
    private int atOnce;
    private int mostAtOnce;

    private record Rule(Predicate<Asked> applies, Behaviour behaviour) {}

    public FakeOpenAi() {
        serve("/v1/chat/completions", this::complete);
        serve("/openai/deployments/", this::complete);
        serve("/v1/models", exchange -> sendJson(exchange, 200, models));
    }

    /** Behaves like this unless something else is said. */
    public synchronized void usually(Behaviour behaviour) {
        usual = behaviour;
    }

    /** Behaves like this for the next requests. */
    public synchronized void next(int times, Behaviour behaviour) {
        for (int i = 0; i < times; i++) {
            next.add(behaviour);
        }
    }

    /** Behaves like this for these requests; what is said later goes first. */
    public synchronized void whenever(Predicate<Asked> applies, Behaviour behaviour) {
        rules.add(0, new Rule(applies, behaviour));
    }

    /** Behaves well again. */
    public synchronized void recover() {
        next.clear();
        rules.clear();
        usual = WELL;
    }

    /** Behaves well, and forgets what it was asked. */
    public synchronized void reset() {
        recover();
        requests.clear();
        mostAtOnce = atOnce;
    }

    /** The body of {@code /v1/models}. */
    public void models(String json) {
        models = json;
    }

    /** All requests so far, in the order they came. */
    public synchronized List<Asked> requests() {
        return List.copyOf(requests);
    }

    /** The questions of {@link #requests}. */
    public List<String> questions() {
        return requests().stream().map(Asked::question).toList();
    }

    /** How many requests were open at once at most. */
    public synchronized int mostAtOnce() {
        return mostAtOnce;
    }

    /** Waits until so many requests have come. */
    public synchronized void awaitRequests(int count) throws InterruptedException {
        await("%d requests, not %%d".formatted(count), () -> requests.size() >= count, requests::size);
    }

    /** Waits until so many requests are open. */
    public synchronized void awaitOpen(int count) throws InterruptedException {
        await("%d open requests, not %%d".formatted(count), () -> atOnce == count, () -> atOnce);
    }

    private void await(String what, BooleanSupplier so, IntSupplier instead) throws InterruptedException {
        long start = System.nanoTime();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_MILLIS * 1_000_000) {
                throw new AssertionError("Expected " + what.formatted(instead.getAsInt()));
            }
            wait(PATIENCE_MILLIS);
        }
    }

    private void complete(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        Asked asked = new Asked(
                exchange.getRequestURI().toString(),
                headers,
                JsonMapper.shared().readTree(exchange.getRequestBody()));
        Behaviour behaviour = came(asked);
        try {
            behaviour.handle(asked, exchange);
        } finally {
            went();
        }
    }

    private synchronized Behaviour came(Asked asked) {
        requests.add(asked);
        atOnce++;
        notifyAll();
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        if (!next.isEmpty()) {
            return next.poll();
        }
        return rules.stream()
                .filter(rule -> rule.applies().test(asked))
                .map(Rule::behaviour)
                .findFirst()
                .orElse(usual);
    }

    private synchronized void went() {
        atOnce--;
        notifyAll();
    }
}
