package io.opadpo.dataset.prompt;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A prompt as it comes, not yet judged. */
@Schema(example = NewPrompt.EXAMPLE)
record NewPrompt(
        @Schema(description = "Unique in its set, up to 200 printable characters", example = "kitchen-1") @Nullable
        String id,

        @Schema(
                description = "SHA-256 of an uploaded image, or an image as a base64 data URL",
                example = NewPrompt.IMAGE)
        @Nullable
        String image,

        @Schema(description = "Up to 4,096 characters", example = "What is in the picture?") @Nullable
        String question,

        @Schema(
                description = "The answer held for right, up to 16,384 characters. Samples without one are left out of"
                        + " data sets",
                example = "A kitchen with a white oven.")
        @Nullable
        String standard) {

    static final String IMAGE = "data:image/png;base64,"
            + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /** A prompt on one line. */
    static final String EXAMPLE = "{\"id\": \"kitchen-1\", \"image\": \"" + IMAGE
            + "\", \"question\": \"What is in the picture?\", \"standard\": \"A kitchen with a white oven.\"}";
}
