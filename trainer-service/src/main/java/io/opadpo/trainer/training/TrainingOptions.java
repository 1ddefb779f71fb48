package io.opadpo.trainer.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a training differs from the published one, under the names of the command line's options. What is absent has its
 * default, named last in each line below; of two, the first is that of opa and sft.
 *
 * @param epochs passes over the data; 2 for opa and sft, 4 for the others
 * @param batch samples of an optimiser step; 128 or 32
 * @param microBatch samples computed at once; 0, the default, for as many as fit into memory and are of use
 * @param stepsPerOuter optimiser steps that share a learning rate; 1 or 2
 * @param maxOuterSteps end after so many outer steps, 0 for no limit; 0 or 500
 * @param learningRate its peak; 2e-5 or 1e-6
 * @param schedule what the learning rate does after the warm-up; cosine
 * @param warmup outer steps, or with a percent sign the share of them, in which it climbs; 3% or 5
 * @param weightDecay AdamW's; 0
 * @param maxGradientNorm longer gradients are shortened, 0 for no limit; 1
 * @param checkpointEvery optimiser steps between checkpoints; 20
 * @param keep newest checkpoints kept, besides the best; 2
 * @param heldOut share of the samples to evaluate on and not to train on; 0
 * @param evaluateEvery optimiser steps between evaluations; those between checkpoints
 * @param earlyStop end after so many evaluations without a new minimum of the held-out loss, with the weights of the minimum
 * @param seed of the data's order, the held-out samples and a new adapter; 42
 * @param replicas devices that share each batch; 1
 * @param rank of a new adapter; 256
 * @param alpha a new adapter's update is scaled by alpha / rank; twice the rank
 * @param full no adapter: the model's own weights learn; the result is a model
 * @param targets parts of the model whose linear layers learn: decoder, projector, tower, all; all for opa and sft, else decoder
 * @param beta scales log-ratios into rewards; 0.1
 * @param labelSmoothing share of pairs taken to be the wrong way round; 0
 * @param referenceFree compare log-probabilities instead of log-ratios to the reference; no
 * @param divergence what ties the policy to the reference; reverse-kl
 * @param reduction what a term is taken at; token for opa-dpo, as published, sequence for dpo
 * @param encoding token ids as the model writes them, or as the published code does; tidy
 * @param standardCoefficient of standard over original answers; 1
 * @param revisedCoefficient of revised over original answers; 1
 * @param contrastiveCoefficient of answers given the image over the same given the masked image; 0.2
 * @param anchorCoefficient of the anchor; 1
 * @param anchor what the anchor does with revised answers; revised-down, as the published code, revised-up as the paper's figure
 * @param anchorTarget the reward that rewards are held against; 0
 * @param scoreWeights whether the report's scores weigh tokens; yes
 * @param imageWeights whether the report's image errors weigh tokens; yes
 * @param mask what is masked together, single pixels or blocks of 14; random
 * @param maskRatio share of the image that is masked; 0.3
 * @param maskSeed decides which part; 42
 * @param maxPrompt a sample with a longer prompt in tokens, image apart, is dropped; 128
 * @param maxResponse a sample with a longer answer is dropped, and the token-wise reduction divides by this; 896
 */
record TrainingOptions(
        @Nullable @Min(1) @Max(1000) Integer epochs,
        @Nullable @Min(1) @Max(65536) Integer batch,
        @Nullable @Min(0) @Max(65536) Integer microBatch,
        @Nullable @Min(1) @Max(1000) Integer stepsPerOuter,
        @Nullable @Min(0) Integer maxOuterSteps,
        @Nullable @Positive @DecimalMax("1") Double learningRate,

        @Nullable @Pattern(regexp = "cosine|linear|constant")
        String schedule,

        @Nullable @Pattern(regexp = "[0-9]{1,9}|(100|[0-9]{1,2}([.][0-9]{1,6})?)%")
        String warmup,

        @Nullable @PositiveOrZero Double weightDecay,
        @Nullable @PositiveOrZero Double maxGradientNorm,
        @Nullable @Min(1) Integer checkpointEvery,
        @Nullable @Min(1) @Max(1000) Integer keep,

        @Nullable @DecimalMin("0") @DecimalMax(value = "1", inclusive = false)
        Double heldOut,

        @Nullable @Min(1) Integer evaluateEvery,
        @Nullable @Min(1) Integer earlyStop,
        @Nullable Long seed,
        @Nullable @Min(1) @Max(64) Integer replicas,
        @Nullable @Min(1) @Max(8192) Integer rank,
        @Nullable @Positive Double alpha,
        @Nullable Boolean full,
        @Nullable List<@Pattern(regexp = TARGET) String> targets,
        @Nullable @Positive Double beta,

        @Nullable @DecimalMin("0") @DecimalMax(value = "0.5", inclusive = false)
        Double labelSmoothing,

        @Nullable Boolean referenceFree,

        @Nullable @Pattern(regexp = "reverse-kl|js|alpha(:[0-9]{1,6}([.][0-9]{1,6})?)?")
        String divergence,

        @Nullable @Pattern(regexp = "token|sequence") String reduction,
        @Nullable @Pattern(regexp = "tidy|reference") String encoding,
        @Nullable @PositiveOrZero Double standardCoefficient,
        @Nullable @PositiveOrZero Double revisedCoefficient,
        @Nullable @PositiveOrZero Double contrastiveCoefficient,
        @Nullable @PositiveOrZero Double anchorCoefficient,

        @Nullable @Pattern(regexp = "revised-down|revised-up|squared")
        String anchor,

        @Nullable Double anchorTarget,
        @Nullable Boolean scoreWeights,
        @Nullable Boolean imageWeights,
        @Nullable @Pattern(regexp = "random|blockwise") String mask,
        @Nullable @DecimalMin("0") @DecimalMax("1") Double maskRatio,
        @Nullable Long maskSeed,
        @Nullable @Min(1) @Max(65536) Integer maxPrompt,
        @Nullable @Min(1) @Max(65536) Integer maxResponse) {

    static final TrainingOptions NONE = new TrainingOptions(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null);

    private static final String TARGET = "decoder|projector|tower|all";
}
