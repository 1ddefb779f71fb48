package io.opadpo.feedback.judge;

import io.opadpo.chat.Usage;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an endpoint charges, in dollars. Discounts for prompts that it has seen before are left out, so a cost is what is
 * due at most.
 *
 * @param input for a million tokens read
 * @param output for a million tokens written
 * @param imageTokens what an image is counted for before it is known. Too few lets a job pass its budget by little
 * @param batch the share of the price that is due in batch mode
 */
public record Price(
        @DefaultValue("0") @PositiveOrZero BigDecimal input,
        @DefaultValue("0") @PositiveOrZero BigDecimal output,
        @DefaultValue("1105") @Positive int imageTokens,
        @DefaultValue("0.5") @PositiveOrZero BigDecimal batch) {

    /** Whether the operator told it. */
    public boolean known() {
        return input.signum() > 0 || output.signum() > 0;
    }

    /** To the last digit. */
    public BigDecimal of(Usage usage) {
        return input.multiply(BigDecimal.valueOf(usage.promptTokens()))
                .add(output.multiply(BigDecimal.valueOf(usage.completionTokens())))
                .movePointLeft(6);
    }
}
