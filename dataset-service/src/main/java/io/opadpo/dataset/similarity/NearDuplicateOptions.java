package io.opadpo.dataset.similarity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * What is done about pictures that look alike.
 *
 * @param distance most bits of 64 in which the hashes of two such pictures differ; 6 by default, at which 83,000
 *     random hashes give 0.02 pairs on average
 * @param together whether they are put on one side of the split; they are only reported by default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NearDuplicateOptions(
        @Schema(description = "Most bits of 64 in which the picture hashes differ; 6 by default", example = "6")
        @Min(0)
        @Max(HammingIndex.MAX_DISTANCE)
        @Nullable
        Integer distance,

        @Schema(description = "Put pictures that look alike on one side of the split") @Nullable
        Boolean together) {

    /** What is done where nothing is said. */
    public static final NearDuplicateOptions DEFAULT = new NearDuplicateOptions(null, null);

    private static final int DISTANCE = 6;

    int distanceOrDefault() {
        return distance == null ? DISTANCE : distance;
    }

    /** Whether they are put on one side. */
    public boolean togetherOrDefault() {
        return together != null && together;
    }
}
