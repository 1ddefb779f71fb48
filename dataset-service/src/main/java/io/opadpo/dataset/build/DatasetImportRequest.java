package io.opadpo.dataset.build;

import io.opadpo.dataset.similarity.NearDuplicateOptions;
import io.opadpo.dataset.source.SourceRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Results of the method's published code to make a data set of, and so the parameters of a {@code dataset-import} job.
 *
 * @param judge who judged the answers, noted in statistics
 * @param model who gave them, noted likewise
 */
@Schema(example = "{\"name\": \"published\", \"source\": {\"path\": \"published\"}, \"held_out\": 0.1}")
@JsonNaming(SnakeCaseStrategy.class)
record DatasetImportRequest(
        @Schema(example = "published")
        @NotNull
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
                message = "must be 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit")
        String name,

        @NotNull SourceRequest source,

        @DecimalMin("0.0") @DecimalMax("0.9") @Nullable Double heldOut,

        @Nullable Long seed,

        @Min(1) @Nullable Integer maxWords,

        @Valid @Nullable NearDuplicateOptions nearDuplicates,

        @Schema(example = "gpt-4-vision-preview") @Size(max = 200) @Nullable
        String judge,

        @Schema(example = "llava-1.5-7b") @Size(max = 200) @Nullable
        String model)
        implements BuildRequest {}
