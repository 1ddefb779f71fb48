package io.opadpo.feedback;

import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a job would cost.
 *
 * @param judges who would be asked
 * @param answers of the rollout, by now
 * @param cached first replies that are there already
 * @param calls that would be paid for, if every first reply is a report
 * @param callsAtMost if none is
 * @param promptTokens of the calls, about
 * @param completionTokens of the calls, about
 * @param cost of the calls in dollars, about
 * @param costAtMost if no first reply is a report, and all are as long as they may be
 * @param priced whether the price of every judge is configured; others count as free
 */
@JsonNaming(SnakeCaseStrategy.class)
record Estimate(
        List<String> judges,
        long answers,
        long cached,
        long calls,
        long callsAtMost,
        long promptTokens,
        long completionTokens,
        BigDecimal cost,
        BigDecimal costAtMost,
        boolean priced) {}
