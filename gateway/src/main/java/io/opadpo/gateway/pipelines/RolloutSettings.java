package io.opadpo.gateway.pipelines;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How the model answers the prompts.
 *
 * @param sampling how tokens are chosen
 * @param samples answers to each prompt
 * @param concurrency most requests at once
 */
record RolloutSettings(
        @Valid Sampling sampling,
        @Schema(defaultValue = "1") @Min(1) @Max(64) Integer samples,

        @Schema(
                description = "Most requests at the endpoint at once. A GPU is fastest with 32 or more",
                defaultValue = "8")
        @Min(1)
        @Max(256)
        Integer concurrency) {
    static final RolloutSettings PUBLISHED = new RolloutSettings(Sampling.PUBLISHED, 1, 8);

    /** What a request leaves out comes as null, and is filled in here. */
    RolloutSettings {
        sampling = requireNonNullElse(sampling, Sampling.PUBLISHED);
        samples = requireNonNullElse(samples, 1);
        concurrency = requireNonNullElse(concurrency, 8);
    }

    /**
     * How tokens are chosen.
     *
     * @param temperature 0 for the likeliest token each time
     * @param topK only the most likely so many tokens
     * @param topP only the most likely tokens that together have this probability
     * @param maxTokens longest answer
     * @param seed makes the answers repeatable; by default it follows from the job's id
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sampling(
            @Schema(defaultValue = "1.0") @DecimalMin("0") @DecimalMax("2")
            Double temperature,

            @Schema(defaultValue = "30") @Min(1) @Max(1_000_000)
            Integer topK,

            @Schema(defaultValue = "0.95") @DecimalMin(value = "0", inclusive = false) @DecimalMax("1")
            Double topP,

            @Schema(defaultValue = "896") @Min(1) @Max(8192) Integer maxTokens,
            @Nullable Long seed) {
        static final Sampling PUBLISHED = new Sampling(1.0, 30, 0.95, 896, null);

        /** What a request leaves out comes as null, and is filled in here. */
        Sampling {
            temperature = requireNonNullElse(temperature, 1.0);
            topK = requireNonNullElse(topK, 30);
            topP = requireNonNullElse(topP, 0.95);
            maxTokens = requireNonNullElse(maxTokens, 896);
        }
    }
}
