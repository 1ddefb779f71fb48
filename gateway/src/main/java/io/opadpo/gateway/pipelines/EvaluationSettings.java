package io.opadpo.gateway.pipelines;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the adapters are compared with the base model. What is absent has the trainer's default.
 *
 * @param limit most samples to look at; null is all that are held out, or all
 * @param benchmarks names of the trainer's benchmarks; null is none
 * @param answers samples, and questions of each benchmark, whose answers are shown side by side
 * @param maxTokens most tokens of an answer
 */
record EvaluationSettings(
        @Nullable @Min(1) Integer limit,
        @Nullable @Size(max = 16) List<@NotBlank String> benchmarks,
        @Nullable @Min(0) @Max(100) Integer answers,
        @Nullable @Min(1) @Max(4096) Integer maxTokens) {
    static final EvaluationSettings PUBLISHED = new EvaluationSettings(null, null, null, null);
}
