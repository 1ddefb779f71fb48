package io.opadpo.feedback;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.feedback.judge.PromptText;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a feedback job is to do: the request's body, and the job's parameters.
 *
 * @param rolloutJob the job whose answers are to be corrected; may still be at work
 * @param judge the configured name of the endpoint that corrects; null for those of the model with the most weight
 * @param judges the same for several at once
 * @param concurrency most requests at the endpoints at once
 * @param maxTokens longest reply
 * @param prompt what the judge is told; null for the configured version
 * @param budget most dollars that the job may cost; null for no limit
 * @param reuse whether replies of earlier jobs to the same request will do
 * @param mode one by one, or in batches
 * @param batchFallback whether what batches leave unanswered is asked one by one, at the full price
 */
@Schema(example = "{\"rollout_job\": \"00000000-0000-0000-0000-000000000002\", \"concurrency\": 4}")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FeedbackRequest(
        @Schema(description = "The rollout whose answers are to be corrected; it may still be at work") @NotNull
        UUID rolloutJob,

        @Schema(
                description = "Configured name of the endpoint that corrects; by default those of the model with the"
                        + " most weight share the work")
        @Size(max = 100)
        @Nullable
        String judge,

        @Schema(description = "Several endpoints that share the work by their weights") @Size(max = 100) @Nullable
        List<@NotNull @Size(max = 100) String> judges,

        @Schema(description = "Most requests at the endpoints at once", defaultValue = "4") @Min(1) @Max(256)
        Integer concurrency,

        @Schema(description = "Longest reply, in tokens", defaultValue = "3000") @Min(1) @Max(32_768)
        Integer maxTokens,

        @Schema(description = "A version of the prompt, or one of your own") @Nullable
        PromptText prompt,

        @Schema(
                description = "Most dollars that the job may cost; it pauses before it would cost more",
                example = "25.00")
        @PositiveOrZero
        @DecimalMax("1000000")
        @Nullable
        BigDecimal budget,

        @Schema(description = "Whether replies to the same request in earlier jobs will do", defaultValue = "true")
        Boolean reuse,

        @Schema(
                description = "`batch` sends files by OpenAI's Batch API: answered within a day, at half the price",
                defaultValue = "online")
        Mode mode,

        @Schema(
                description = "Whether what batches leave unanswered, or refuse, is asked one by one at the full price;"
                        + " else it fails",
                defaultValue = "false")
        Boolean batchFallback) {

    /** What a request leaves out comes as null, and is filled in here: later defaults change no earlier job. */
    FeedbackRequest {
        concurrency = requireNonNullElse(concurrency, 4);
        maxTokens = requireNonNullElse(maxTokens, 3000);
        mode = requireNonNullElse(mode, Mode.ONLINE);
        reuse = requireNonNullElse(reuse, true);
        batchFallback = requireNonNullElse(batchFallback, false);
        judges = judges == null ? null : List.copyOf(judges);
    }

    /** The endpoints it names. */
    List<String> endpoints() {
        return judge != null ? List.of(judge) : judges == null ? List.of() : judges;
    }
}
