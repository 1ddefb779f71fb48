package io.opadpo.dataset.prompt;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The body of a new set, for its description; it is read as a stream. */
@Schema(example = "{\"name\": \"kitchens\", \"prompts\": [" + NewPrompt.EXAMPLE + "]}")
record NewPromptSet(
        @Schema(description = "For people; need not be unique", example = "kitchens")
        String name,

        @Schema(description = "1 to 1,000,000 prompts") List<NewPrompt> prompts) {}
