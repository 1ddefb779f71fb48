package io.opadpo.gateway.pipelines;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of the stages' jobs, as the services take them. A stage names its input by the job that makes it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface StageParameters {
    record Rollout(UUID promptSet, String model, RolloutSettings.Sampling sampling, int samples, int concurrency)
            implements StageParameters {}

    record Feedback(
            UUID rolloutJob,
            @Nullable String judge,
            @Nullable List<String> judges,
            int concurrency,
            int maxTokens,
            @Nullable BigDecimal budget,
            @Nullable String mode,
            @Nullable Boolean reuse,
            @Nullable Boolean batchFallback,
            FeedbackSettings.@Nullable Prompt prompt)
            implements StageParameters {}

    record Dataset(
            String name,
            UUID feedbackJob,
            double heldOut,
            @Nullable Long seed,
            @Nullable Integer maxWords,
            DatasetSettings.@Nullable NearDuplicates nearDuplicates)
            implements StageParameters {}

    record Training(
            String kind,
            String model,
            UUID datasetJob,
            @Nullable UUID startJob,
            @Nullable String name,
            @Nullable TrainingOptions options)
            implements StageParameters {}

    record Evaluation(
            String model,
            UUID datasetJob,
            List<UUID> adapterJobs,
            @Nullable Integer limit,
            @Nullable List<String> benchmarks,
            @Nullable Integer answers,
            @Nullable Integer maxTokens)
            implements StageParameters {}
}
