package io.opadpo.feedback.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.chat.Usage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a job has cost by now, in dollars.
 *
 * @param budget what it may cost; null for anything
 * @param spent on replies that came
 * @param held for calls under way
 * @param uncertain at most this was charged for calls of which no reply came; it counts against the budget
 * @param calls replies that were paid for
 * @param uncertainCalls calls of which no reply came
 * @param estimatedCalls of the calls, those whose endpoint did not count tokens; each is charged with what it can cost
 * @param cached replies that were there already
 * @param usage tokens that were paid for
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Costs(
        @Nullable BigDecimal budget,
        @Schema(example = "1.2345") BigDecimal spent,
        BigDecimal held,
        BigDecimal uncertain,
        long calls,
        long uncertainCalls,
        long estimatedCalls,
        long cached,
        Usage usage) {

    public Costs {
        budget = budget == null ? null : plain(budget);
        spent = plain(spent);
        held = plain(held);
        uncertain = plain(uncertain);
    }

    private static BigDecimal plain(BigDecimal dollars) {
        BigDecimal stripped = dollars.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
