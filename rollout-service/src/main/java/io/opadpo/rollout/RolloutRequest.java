package io.opadpo.rollout;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a rollout is to do: the request's body, and the job's parameters.
 *
 * @param promptSet which prompts of the dataset-service
 * @param model which of the endpoint's models answers: a base model or an adapter
 * @param sampling how
 * @param samples answers to each prompt
 * @param concurrency most requests at the endpoint at once
 */
@Schema(example = """
                {"prompt_set": "00000000-0000-0000-0000-000000000001", "model": "llava-1.5-7b",
                 "sampling": {"temperature": 1.0, "max_tokens": 64}, "samples": 2}""")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record RolloutRequest(
        @Schema(description = "Which prompts of the dataset-service") @NotNull
        UUID promptSet,

        @NotBlank
        @Size(max = 200)
        @Schema(description = "A base model or an adapter of the endpoint's", example = "llava-1.5-7b")
        String model,

        @Valid Sampling sampling,

        @Schema(description = "Answers to each prompt", defaultValue = "1") @Min(1) @Max(64)
        Integer samples,

        @Schema(
                description = "Most requests at the endpoint at once. A GPU is fastest with 32 or more",
                defaultValue = "8")
        @Min(1)
        @Max(256)
        Integer concurrency) {

    /** What a request leaves out comes as null, and is filled in here: later defaults change no earlier job. */
    RolloutRequest {
        sampling = requireNonNullElse(sampling, Sampling.PUBLISHED);
        samples = requireNonNullElse(samples, 1);
        concurrency = requireNonNullElse(concurrency, 8);
    }
}
