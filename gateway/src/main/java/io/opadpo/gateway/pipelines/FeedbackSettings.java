package io.opadpo.gateway.pipelines;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How answers are corrected.
 *
 * @param judge the configured name of the endpoint that corrects; null is the feedback service's own choice
 * @param concurrency most requests at once
 * @param maxTokens longest reply
 * @param budget most dollars; the stage pauses before it would cost more. Null for no limit
 * @param mode {@code online} or {@code batch}; null is the feedback service's own choice
 * @param reuse whether replies that are kept from other jobs are taken; null is the feedback service's own choice
 */
record FeedbackSettings(
        @Nullable @Size(max = 100) String judge,
        @Schema(defaultValue = "4") @Min(1) @Max(256) Integer concurrency,
        @Schema(defaultValue = "3000") @Min(1) @Max(32_768) Integer maxTokens,

        @Schema(example = "25.00") @PositiveOrZero @DecimalMax("1000000") @Nullable
        BigDecimal budget,

        @Schema(
                defaultValue = "online",
                allowableValues = {"online", "batch"})
        @Pattern(regexp = "online|batch")
        @Nullable
        String mode,

        @Schema(defaultValue = "true") @Nullable Boolean reuse) {
    static final FeedbackSettings PUBLISHED = new FeedbackSettings(null, 4, 3000, null, null, null);

    /** What a request leaves out comes as null, and is filled in here. */
    FeedbackSettings {
        concurrency = requireNonNullElse(concurrency, 4);
        maxTokens = requireNonNullElse(maxTokens, 3000);
    }
}
