package io.opadpo.feedback.review;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What somebody makes of a correction.
 *
 * @param state of the correction from now on
 * @param report the new one, for {@code EDITED}: in the form of the old one, about the same answer
 * @param note why
 * @param reviewer who, if the key's owner is not enough
 * @param version the last one that the reviewer saw, 0 for none: if there is a later one, nothing is changed
 */
@Schema(example = "{\"state\": \"ACCEPTED\", \"note\": \"Seen and right\"}")
record ReviewRequest(
        @NotNull ReviewState state,

        @Schema(type = "object", description = "The new report, for EDITED") @Nullable
        JsonNode report,

        @Size(max = 2000) @Nullable String note,
        @Size(min = 1, max = 100) @Nullable String reviewer,

        @Schema(description = "The last version that the reviewer saw, 0 for none", example = "0")
        @PositiveOrZero
        @Nullable
        Integer version) {}
