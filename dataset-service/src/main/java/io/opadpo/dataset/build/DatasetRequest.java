package io.opadpo.dataset.build;

import io.opadpo.dataset.similarity.NearDuplicateOptions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The data set to make, and so the parameters of a {@code dataset} job.
 *
 * @param name what it is called; each job of this name makes another version
 * @param feedbackJob the job whose corrections go into it
 * @param heldOut share of samples that are held out for evaluation; none by default
 * @param seed decides which ones; 0 by default
 * @param maxWords most words of an answer; 896 by default
 * @param nearDuplicates what is done about pictures that look alike; they are reported by default
 */
@Schema(example = """
                {"name": "first-try", "feedback_job": "00000000-0000-0000-0000-000000000003", "held_out": 0.1}""")
@JsonNaming(SnakeCaseStrategy.class)
record DatasetRequest(
        @NotNull
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
                message = "must be 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit")
        String name,

        @NotNull UUID feedbackJob,

        @DecimalMin("0.0") @DecimalMax("0.9") @Nullable Double heldOut,

        @Nullable Long seed,

        @Min(1) @Nullable Integer maxWords,

        @Valid @Nullable NearDuplicateOptions nearDuplicates)
        implements BuildRequest {}
