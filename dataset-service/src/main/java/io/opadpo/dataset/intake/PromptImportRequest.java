package io.opadpo.dataset.intake;

import io.opadpo.dataset.source.SourceRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Prompt sets to make of files, and so the parameters of a {@code prompt-import} job.
 *
 * @param name of the set; with subsets, of each with its number
 */
@Schema(
        example =
                "{\"name\": \"scenes\", \"source\": {\"path\": \"prompts/prompts.jsonl\"}, \"subsets\": {\"count\": 2, \"size\": 4, \"by\": \"question\"}}")
@JsonNaming(SnakeCaseStrategy.class)
record PromptImportRequest(
        @Schema(example = "rlaif-v") @NotNull @Size(min = 1, max = 180)
        String name,

        @NotNull SourceRequest source,

        @Valid @Nullable Columns columns,

        @Schema(description = "Without them, all rows become one set") @Valid @Nullable
        Subsets subsets) {

    /**
     * Which columns hold what; a field of a struct as in {@code meta.key}.
     *
     * @param id by default {@code id}, and where there is none the file's name and the row's number
     * @param image bytes, or a struct with {@code bytes}; in JSON lines a data URL, the SHA-256 of an uploaded image, or
     *     a path beside the file. By default {@code image}
     * @param question by default {@code question}
     * @param standard by default the first there is of {@code standard}, {@code chosen} and {@code standard_response}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Columns(
            @Nullable String id,
            @Nullable String image,
            @Nullable String question,
            @Nullable String standard) {}

    /**
     * Disjoint subsets.
     *
     * @param by column whose values are spread over each subset as over all rows
     * @param seed decides which rows are chosen; 42 by default
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Subsets(
            @Schema(example = "4") @Min(1) @Max(1000) int count,

            @Schema(example = "2500") @Min(1) @Max(1_000_000)
            long size,

            @Schema(example = "origin_dataset") @Nullable String by,
            @Nullable Long seed) {

        static final long SEED = 42;

        long total() {
            return Math.multiplyExact(count, size);
        }

        long seedOrDefault() {
            return seed == null ? SEED : seed;
        }
    }

    Columns columnsOrDefault() {
        return columns == null ? new Columns(null, null, null, null) : columns;
    }

    @Nullable
    String stratum() {
        return subsets == null ? null : subsets.by();
    }

    int sets() {
        return subsets == null ? 1 : subsets.count();
    }

    String nameOf(int set) {
        return subsets == null ? name : name + "-" + (set + 1);
    }
}
