package io.opadpo.dataset.prompt;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** Which folder to import. */
@Schema(example = """
                {"name": "samples", "folder": "samples", "question": "Describe the picture in detail."}""")
record NewFolder(
        @Schema(description = "For people; need not be unique", example = "samples") @NotNull
        String name,

        @Schema(description = "Path below the configured import folder", example = "samples") @NotNull
        String folder,

        @Schema(description = "Asked about every image", example = "Describe the picture in detail.") @NotNull
        String question) {}
