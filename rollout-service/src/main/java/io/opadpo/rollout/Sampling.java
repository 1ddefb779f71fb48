package io.opadpo.rollout;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How answers are sampled; what is not given is as the method was published.
 *
 * @param temperature 0 for the likeliest token each time
 * @param topK only the most likely so many tokens
 * @param topP only the most likely tokens that together have this probability
 * @param maxTokens longest answer
 * @param seed makes the job repeatable; each item's own seed follows from it. By default it follows from the job's id
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Sampling(
        @Schema(description = "0 for the likeliest token each time", defaultValue = "1.0")
        @DecimalMin("0")
        @DecimalMax("2")
        Double temperature,

        @Schema(description = "Only the most likely so many tokens", defaultValue = "30") @Min(1) @Max(1_000_000)
        Integer topK,

        @Schema(description = "Only the most likely tokens that together have this probability", defaultValue = "0.95")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1")
        Double topP,

        @Schema(description = "Longest answer, in tokens", defaultValue = "896") @Min(1) @Max(8192)
        Integer maxTokens,

        @Schema(description = "Makes the job repeatable; by default it follows from the job's id") @Nullable
        Long seed) {
    static final Sampling PUBLISHED = new Sampling(1.0, 30, 0.95, 896, null);

    /** What a request leaves out comes as null, and is filled in here. */
    Sampling {
        temperature = requireNonNullElse(temperature, 1.0);
        topK = requireNonNullElse(topK, 30);
        topP = requireNonNullElse(topP, 0.95);
        maxTokens = requireNonNullElse(maxTokens, 896);
    }
}
