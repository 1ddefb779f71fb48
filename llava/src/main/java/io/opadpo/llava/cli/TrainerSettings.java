package io.opadpo.llava.cli;

import io.opadpo.llava.train.AdamW;
import io.opadpo.llava.train.Evaluation;
import io.opadpo.llava.train.TrainerOptions;
import io.opadpo.llava.train.schedule.Decay;
import io.opadpo.llava.train.schedule.HeldOut;
import io.opadpo.llava.train.schedule.Warmup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a training runs. What is left out is as published: the first value named for opa and sft, the second for the others. */
final class TrainerSettings {

    private static final int EVALUATE_EVERY = 20;

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the data (default: 2; 4)")
    private @Nullable Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "samples of an optimiser step (default: 128; 32)")
    private @Nullable Integer batch;

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            description = "samples computed at once (default: as many as fit into memory and are of use)")
    private @Nullable Integer microBatch;

    @Option(
            names = "--steps-per-outer",
            paramLabel = "N",
            description = "optimiser steps that share a learning rate (default: 1; 2)")
    private @Nullable Integer stepsPerOuter;

    @Option(
            names = "--max-outer-steps",
            paramLabel = "N",
            description = "end after so many outer steps; 0 for no limit (default: 0; 500)")
    private @Nullable Integer maxOuterSteps;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "its peak (default: 2e-5; 1e-6)")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "cosine|linear|constant",
            description = "what the learning rate does after the warm-up (default: cosine)")
    private @Nullable Decay schedule;

    @Option(
            names = "--warmup",
            paramLabel = "N|P%%",
            converter = WarmupConverter.class,
            description = "outer steps, or share of them, in which the learning rate climbs (default: 3%%; 5)")
    private @Nullable Warmup warmup;

    @Option(names = "--weight-decay", defaultValue = "0", description = "AdamW's (default: ${DEFAULT-VALUE})")
    private double weightDecay;

    @Option(names = "--max-gradient-norm", description = "longer gradients are shortened; 0 for no limit (default: 1)")
    private @Nullable Double maxGradientNorm;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            defaultValue = "20",
            description = "optimiser steps between checkpoints (default: ${DEFAULT-VALUE})")
    private int checkpointEvery;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of the samples to evaluate on, and not to train on (default: ${DEFAULT-VALUE})")
    private double heldOut;

    @Option(
            names = "--evaluate-every",
            paramLabel = "N",
            description = "optimiser steps between evaluations (default: 20)")
    private @Nullable Integer evaluateEvery;

    @Option(
            names = "--early-stop",
            paramLabel = "N",
            description =
                    "stop after so many evaluations without a new minimum of the held-out loss, with the adapter of"
                            + " the minimum")
    private @Nullable Integer earlyStop;

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "of the data's order, the held-out samples and a new adapter (default: ${DEFAULT-VALUE})")
    private long seed;

    /**
     * These settings over others.
     *
     * @throws IllegalArgumentException naming what is out of range
     */
    TrainerOptions over(TrainerOptions standard) {
        AdamW adamW = AdamW.defaults();
        return new TrainerOptions(
                given(epochs, standard.epochs()),
                given(batch, standard.batchSize()),
                given(microBatch, standard.microBatch()),
                given(stepsPerOuter, standard.stepsPerOuter()),
                given(maxOuterSteps, standard.maxOuterSteps()),
                given(schedule, standard.decay()),
                given(learningRate, standard.learningRate()),
                given(warmup, standard.warmup()),
                new AdamW(adamW.beta1(), adamW.beta2(), adamW.epsilon(), weightDecay),
                given(maxGradientNorm, standard.maxGradientNorm()),
                checkpointEvery,
                evaluation(),
                seed);
    }

    private Evaluation evaluation() {
        if (heldOut == 0 && evaluateEvery == null && earlyStop == null) {
            return Evaluation.none();
        }
        Evaluation evaluation = Evaluation.of(new HeldOut(heldOut, seed), given(evaluateEvery, EVALUATE_EVERY));
        return earlyStop == null ? evaluation : evaluation.stoppingAfter(earlyStop);
    }

    private static <T> T given(@Nullable T own, T standard) {
        return Objects.requireNonNullElse(own, standard);
    }

    static final class WarmupConverter implements ITypeConverter<Warmup> {
        @Override
        public Warmup convert(String value) {
            try {
                return value.endsWith("%")
                        ? Warmup.ofRatio(Double.parseDouble(value.substring(0, value.length() - 1)) / 100)
                        : Warmup.ofSteps(Long.parseLong(value));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is neither a number of steps nor a percentage");
            }
        }
    }
}
