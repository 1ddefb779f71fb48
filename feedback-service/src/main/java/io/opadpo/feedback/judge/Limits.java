package io.opadpo.feedback.judge;

import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of an endpoint by all processes of the service together; null is no limit.
 *
 * @param requestsPerMinute a tenth of them may come at once
 * @param tokensPerMinute counted as OpenAI and Azure do: the prompt, and the longest reply that is allowed
 * @param spendPerDay dollars per day of UTC. What is beyond waits for the next day
 */
public record Limits(
        @Nullable @Positive Integer requestsPerMinute,
        @Nullable @Positive Integer tokensPerMinute,
        @Nullable @Positive BigDecimal spendPerDay) {}
