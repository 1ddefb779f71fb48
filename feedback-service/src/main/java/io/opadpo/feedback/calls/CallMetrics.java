package io.opadpo.feedback.calls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.opadpo.chat.CallException;
import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import io.opadpo.feedback.judge.Judge;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What calls cost and how they end, by configured endpoint and its model, in this process; the books are the database's.
 * An endpoint's figures are there, at 0, from the first job that may ask it.
 */
@Component
class CallMetrics {
    private static final String ANSWERED = "answered";

    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
        reuse(true);
        reuse(false);
    }

    /** An endpoint that may be asked, and what keeps calls from it. */
    void watch(Judge judge, Circuit circuit) {
        spent(judge);
        calls(judge, ANSWERED);
        tokens(judge, Usage.NONE);
        Gauge.builder("opadpo.feedback.circuit.open", circuit, it -> it.tripped() ? 1 : 0)
                .description("Whether the endpoint is left alone because it is out of order")
                .tag("endpoint", judge.endpoint())
                .register(registry);
        Gauge.builder("opadpo.feedback.waiting", waiting(judge.endpoint()), AtomicInteger::get)
                .description("Calls that wait for their turn within the endpoint's limits")
                .tag("endpoint", judge.endpoint())
                .register(registry);
    }

    /** A reply has been paid for. */
    void paid(Judge judge, BigDecimal cost, ChatReply reply) {
        spent(judge).increment(cost.doubleValue());
        calls(judge, ANSWERED).increment();
        tokens(judge, reply.usage() == null ? Usage.NONE : reply.usage());
    }

    /** A call has ended without a reply. */
    void failed(Judge judge, CallException failure) {
        calls(judge, failure.failure().name().toLowerCase(Locale.ROOT)).increment();
    }

    /** A question was looked for among the replies that are there. */
    void looked(boolean found) {
        reuse(found).increment();
    }

    /** Counts a call as waiting while this goes on. */
    <T> Mono<T> waits(String endpoint, Mono<T> turn) {
        AtomicInteger count = waiting(endpoint);
        return Mono.defer(() -> {
            count.incrementAndGet();
            return turn.doFinally(end -> count.decrementAndGet());
        });
    }

    private AtomicInteger waiting(String endpoint) {
        return waiting.computeIfAbsent(endpoint, name -> new AtomicInteger());
    }

    private Counter spent(Judge judge) {
        return Counter.builder("opadpo.feedback.spent")
                .description("What replies cost, by the configured prices")
                .baseUnit("dollars")
                .tags(tags(judge))
                .register(registry);
    }

    private Counter calls(Judge judge, String outcome) {
        return Counter.builder("opadpo.feedback.calls")
                .description("Calls of endpoints, by how they ended")
                .tags(tags(judge))
                .tag("outcome", outcome)
                .register(registry);
    }

    private void tokens(Judge judge, Usage usage) {
        tokens(judge, "prompt").increment(usage.promptTokens());
        tokens(judge, "completion").increment(usage.completionTokens());
    }

    private Counter tokens(Judge judge, String type) {
        return Counter.builder("opadpo.feedback.tokens")
                .description("Tokens read and written, by the endpoint's count")
                .tags(tags(judge))
                .tag("type", type)
                .register(registry);
    }

    private Counter reuse(boolean found) {
        return Counter.builder("opadpo.feedback.reuse")
                .description("Questions looked for among earlier replies")
                .tag("result", found ? "hit" : "miss")
                .register(registry);
    }

    private static Tags tags(Judge judge) {
        return Tags.of("endpoint", judge.endpoint(), "model", judge.settings().model());
    }
}
