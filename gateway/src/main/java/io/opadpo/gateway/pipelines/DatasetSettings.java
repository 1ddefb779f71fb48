package io.opadpo.gateway.pipelines;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How corrections become a dataset.
 *
 * @param name what it is called; the pipeline's name unless given
 * @param heldOut share of samples that are kept for evaluation
 * @param seed decides which ones
 * @param maxWords most words of an answer; null is the dataset service's own choice
 * @param nearDuplicates what is done about pictures that look alike; null is the dataset service's own choice
 */
record DatasetSettings(
        @Nullable @Pattern(regexp = PipelineRequest.NAME) String name,

        @Schema(defaultValue = "0.0") @DecimalMin("0") @DecimalMax("0.9")
        Double heldOut,

        @Nullable Long seed,
        @Schema(defaultValue = "896") @Nullable @Min(1) Integer maxWords,
        @Valid @Nullable NearDuplicates nearDuplicates) {

    /**
     * Pictures that look alike.
     *
     * @param distance bits of 64 by which their hashes may differ
     * @param together whether they all go to one side of the split
     */
    record NearDuplicates(
            @Schema(defaultValue = "6") @Nullable @Min(0) @Max(15)
            Integer distance,

            @Schema(defaultValue = "false") @Nullable Boolean together) {}

    static final DatasetSettings PUBLISHED = new DatasetSettings(null, 0.0, null, null, null);

    /** What a request leaves out comes as null, and is filled in here. */
    DatasetSettings {
        heldOut = requireNonNullElse(heldOut, 0.0);
    }
}
