package io.opadpo.gateway.pipelines;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.service.error.ApiException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How answers are corrected.
 *
 * @param judge the configured name of the endpoint that corrects; null is the feedback service's own choice
 * @param judges several endpoints that share the work; null likewise
 * @param concurrency most requests at once
 * @param maxTokens longest reply
 * @param budget most dollars; the stage pauses before it would cost more. Null for no limit
 * @param mode {@code online} or {@code batch}; null is the feedback service's own choice
 * @param reuse whether replies that are kept from other jobs are taken; null is the feedback service's own choice
 * @param batchFallback whether what batches leave unanswered is asked one by one; null is the feedback service's own choice
 * @param prompt what the judge is told; null is the feedback service's own choice
 */
record FeedbackSettings(
        @Nullable @Size(max = 100) String judge,
        @Nullable @Size(min = 1, max = 100) List<@NotBlank @Size(max = 100) String> judges,
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

        @Schema(defaultValue = "true") @Nullable Boolean reuse,
        @Schema(defaultValue = "false") @Nullable Boolean batchFallback,
        @Valid @Nullable Prompt prompt) {
    static final FeedbackSettings PUBLISHED = new FeedbackSettings(null, null, 4, 3000, null, null, null, null, null);

    /** What a request leaves out comes as null, and is filled in here. */
    FeedbackSettings {
        concurrency = requireNonNullElse(concurrency, 4);
        maxTokens = requireNonNullElse(maxTokens, 3000);
    }

    /** Throws a 400 for what no field by itself tells. */
    void check() {
        if (judge != null && judges != null) {
            throw ApiException.invalid("feedback.judges", "give either this or judge");
        }
    }

    /**
     * A version of the prompt, or texts of one's own. The feedback service says which places they must hold.
     *
     * @param version a built-in one; with texts, a name for them
     * @param system the role, and the form of the report
     * @param user the question, with places for what it is about
     * @param repair what to say to a reply that is no report; null is the built-in one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Prompt(
            @Schema(example = "v2") @Nullable @Size(max = 64)
            String version,

            @Nullable @Size(max = 20_000) String system,
            @Nullable @Size(max = 20_000) String user,
            @Nullable @Size(max = 20_000) String repair) {}
}
