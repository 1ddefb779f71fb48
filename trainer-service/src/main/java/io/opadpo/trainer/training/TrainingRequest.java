package io.opadpo.trainer.training;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A training as it is asked for, and as its job keeps it.
 *
 * @param kind what is trained: {@code opa}, {@code opa-dpo}, or the baselines {@code sft} and {@code dpo}
 * @param model the base model's name
 * @param dataset id of the dataset, or
 * @param datasetJob the job that makes it
 * @param startAdapter for opa-dpo the name of the adapter to start from, or
 * @param startJob the job that trains it
 * @param name what the result will be called; by default the kind with the beginning of the job's id
 * @param options by default as published
 */
record TrainingRequest(
        @NotNull @Pattern(regexp = TrainingKind.PATTERN) String kind,
        @NotBlank String model,
        @Nullable UUID dataset,
        @Nullable UUID datasetJob,
        @Nullable String startAdapter,
        @Nullable UUID startJob,
        @Nullable @Pattern(regexp = NAME) String name,
        @Nullable @Valid TrainingOptions options) {

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    TrainingKind trainingKind() {
        return TrainingKind.of(kind);
    }

    TrainingOptions given() {
        return options == null ? TrainingOptions.NONE : options;
    }
}
