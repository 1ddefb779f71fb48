package io.opadpo.trainer.evaluation;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation as it is asked for, and as its job keeps it.
 *
 * @param model the base model's name
 * @param dataset id of the dataset, or
 * @param datasetJob the job that makes it; neither is needed where there are benchmarks
 * @param adapters names of adapters to compare with the base model, and
 * @param adapterJobs jobs that train such
 * @param benchmarks names of configured benchmarks; none by default
 * @param limit most samples of the dataset; all by default
 * @param heldOut share of the samples, those that a training with the same share and seed holds out; by default those that
 *     the dataset itself holds out, or all if it holds out none
 * @param seed of the held-out samples, 42 as trainings have it, and of the intervals' resamples
 * @param answers samples that are answered too, and questions of each benchmark, for reading side by side; 3 by default
 * @param maxTokens length of these answers and of all that benchmarks ask for; 256 by default
 */
record EvaluationRequest(
        @NotBlank String model,
        @Nullable UUID dataset,
        @Nullable UUID datasetJob,
        @Nullable @Size(max = 16) List<@NotBlank String> adapters,
        @Nullable @Size(max = 16) List<@NotNull UUID> adapterJobs,
        @Nullable @Size(max = 16) List<@NotBlank String> benchmarks,
        @Nullable @Min(1) Integer limit,

        @Nullable @DecimalMin(value = "0", inclusive = false) @DecimalMax(value = "1", inclusive = false)
        Double heldOut,

        @Nullable Long seed,
        @Nullable @Min(0) @Max(100) Integer answers,
        @Nullable @Min(1) @Max(4096) Integer maxTokens) {

    private static final long SEED = 42;
    private static final int ANSWERS = 3;
    private static final int MAX_TOKENS = 256;

    List<String> givenAdapters() {
        return adapters == null ? List.of() : adapters;
    }

    List<UUID> givenAdapterJobs() {
        return adapterJobs == null ? List.of() : adapterJobs;
    }

    List<String> givenBenchmarks() {
        return benchmarks == null ? List.of() : benchmarks;
    }

    boolean hasDataset() {
        return dataset != null || datasetJob != null;
    }

    int givenLimit() {
        return Objects.requireNonNullElse(limit, Integer.MAX_VALUE);
    }

    long givenSeed() {
        return Objects.requireNonNullElse(seed, SEED);
    }

    int givenAnswers() {
        return Objects.requireNonNullElse(answers, ANSWERS);
    }

    int givenMaxTokens() {
        return Objects.requireNonNullElse(maxTokens, MAX_TOKENS);
    }

    /** Jobs whose results it needs. */
    UUID[] needs() {
        return Stream.concat(Stream.ofNullable(datasetJob), givenAdapterJobs().stream())
                .distinct()
                .toArray(UUID[]::new);
    }
}
