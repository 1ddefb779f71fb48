package io.opadpo.dataset.prompt;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** Which folder to import. */
record NewFolder(
        @Schema(description = "For people; need not be unique", example = "holiday") @NotNull
        String name,

        @Schema(description = "Path below the configured import folder", example = "pictures/holiday") @NotNull
        String folder,

        @Schema(description = "Asked about every image", example = "Describe the picture in detail.") @NotNull
        String question) {}
