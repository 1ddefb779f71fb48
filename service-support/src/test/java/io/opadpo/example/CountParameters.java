package io.opadpo.example;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** What is to be counted. */
@Schema(example = "{\"label\": \"sheep\", \"steps\": {\"up_to\": 3}, \"model\": \"any\"}")
public record CountParameters(
        @NotBlank String label,
        @NotNull @Valid Steps steps,
        @Nullable Mode mode,
        @Nullable String model) {
    public enum Mode {
        SLOW,
        FAST
    }

    public record Steps(@Min(1) @Max(1000) int upTo) {}
}
