package io.opadpo.feedback;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a feedback job is to do: the request's body, and the job's parameters.
 *
 * @param rolloutJob the job whose answers are to be corrected; may still be at work
 * @param judge the configured name of the endpoint that corrects; null for the one with the most weight
 * @param concurrency most requests at the endpoint at once
 * @param maxTokens longest reply
 */
@Schema(example = "{\"rollout_job\": \"00000000-0000-0000-0000-000000000002\", \"concurrency\": 4}")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FeedbackRequest(
        @Schema(description = "The rollout whose answers are to be corrected; it may still be at work") @NotNull
        UUID rolloutJob,

        @Schema(description = "Configured name of the endpoint that corrects; by default the one with the most weight")
        @Size(max = 100)
        @Nullable
        String judge,

        @Schema(description = "Most requests at the endpoint at once", defaultValue = "4") @Min(1) @Max(256)
        Integer concurrency,

        @Schema(description = "Longest reply, in tokens", defaultValue = "3000") @Min(1) @Max(32_768)
        Integer maxTokens) {

    /** What a request leaves out comes as null, and is filled in here: later defaults change no earlier job. */
    FeedbackRequest {
        concurrency = requireNonNullElse(concurrency, 4);
        maxTokens = requireNonNullElse(maxTokens, 3000);
    }
}
