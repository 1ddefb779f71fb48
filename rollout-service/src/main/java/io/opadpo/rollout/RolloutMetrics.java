package io.opadpo.rollout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import java.util.List;
import org.springframework.stereotype.Component;

/** What rollouts got: answers by how they ended, and tokens by the endpoint's count. */
@Component
final class RolloutMetrics {
    private static final String FAILED = "failed";
    private static final String OTHER = "other";
    private static final List<String> REASONS = List.of("stop", "length", "content_filter");

    private final MeterRegistry registry;

    RolloutMetrics(MeterRegistry registry) {
        this.registry = registry;
        REASONS.forEach(this::answers);
        answers(OTHER);
        answers(FAILED);
        count(Usage.NONE);
    }

    void answered(ChatReply reply) {
        String reason = reply.finishReason();
        answers(reason != null && REASONS.contains(reason) ? reason : OTHER).increment();
        count(reply.usage() == null ? Usage.NONE : reply.usage());
    }

    /** There is no answer to an item. */
    void failed() {
        answers(FAILED).increment();
    }

    private Counter answers(String end) {
        return Counter.builder("opadpo.rollout.answers")
                .description("Answers of the policy, by how they ended")
                .tag("end", end)
                .register(registry);
    }

    private void count(Usage usage) {
        tokens("prompt").increment(usage.promptTokens());
        tokens("completion").increment(usage.completionTokens());
    }

    private Counter tokens(String type) {
        return Counter.builder("opadpo.rollout.tokens")
                .description("Tokens read and written for rollouts, by the endpoint's count")
                .tag("type", type)
                .register(registry);
    }
}
