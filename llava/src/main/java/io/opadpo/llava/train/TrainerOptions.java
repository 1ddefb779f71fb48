package io.opadpo.llava.train;

import io.opadpo.llava.train.schedule.Decay;
import io.opadpo.llava.train.schedule.Warmup;

/**
 * How a training runs, whatever it optimises.
 *
 * @param epochs passes over the data
 * @param batchSize samples of an optimiser step
 * @param microBatch samples computed at once, or 0 for as many as the device's memory allows and speed gains from;
 *     changes memory and speed, and the result only by rounding
 * @param stepsPerOuter optimiser steps that share a learning rate (2 in the reference's OPA-DPO)
 * @param maxOuterSteps training ends after so many outer steps; 0 for no limit
 * @param decay what the learning rate does after the warm-up
 * @param learningRate its peak
 * @param warmup how long it climbs, in outer steps
 * @param adamW the optimiser's constants
 * @param maxGradientNorm longer gradients are shortened to this; 0 leaves them as they are
 * @param checkpointEvery optimiser steps between checkpoints
 * @param evaluation samples held out, and what is done with them
 * @param seed decides the order of the data
 */
public record TrainerOptions(
        int epochs,
        int batchSize,
        int microBatch,
        int stepsPerOuter,
        int maxOuterSteps,
        Decay decay,
        double learningRate,
        Warmup warmup,
        AdamW adamW,
        double maxGradientNorm,
        int checkpointEvery,
        Evaluation evaluation,
        long seed) {

    public TrainerOptions {
        require(epochs >= 1, "epochs", epochs);
        require(batchSize >= 1, "batchSize", batchSize);
        require(microBatch >= 0, "microBatch", microBatch);
        require(stepsPerOuter >= 1, "stepsPerOuter", stepsPerOuter);
        require(maxOuterSteps >= 0, "maxOuterSteps", maxOuterSteps);
        require(maxGradientNorm >= 0, "maxGradientNorm", maxGradientNorm);
        require(checkpointEvery >= 1, "checkpointEvery", checkpointEvery);
    }

    /** What decides the result: without the settings that say by what means it is reached. */
    TrainerOptions withoutMeans() {
        return new TrainerOptions(
                epochs,
                batchSize,
                0,
                stepsPerOuter,
                maxOuterSteps,
                decay,
                learningRate,
                warmup,
                adamW,
                maxGradientNorm,
                1,
                evaluation,
                seed);
    }

    private static void require(boolean holds, String field, double value) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + ", which is too small");
        }
    }

    /** OPA as published: two epochs, batches of 128, AdamW at 2e-5, cosine after 3% of warm-up. */
    public static TrainerOptions opa() {
        return new TrainerOptions(
                2,
                128,
                0,
                1,
                0,
                Decay.COSINE,
                2e-5,
                Warmup.ofRatio(0.03),
                AdamW.defaults(),
                1,
                20,
                Evaluation.none(),
                42);
    }

    /**
     * OPA-DPO as published: four epochs, at most 500 outer steps of two optimiser steps over 32 samples each, AdamW at
     * 1e-6, cosine after 5 outer steps of warm-up.
     */
    public static TrainerOptions opaDpo() {
        return new TrainerOptions(
                4,
                32,
                0,
                2,
                500,
                Decay.COSINE,
                1e-6,
                Warmup.ofSteps(5),
                AdamW.defaults(),
                1,
                20,
                Evaluation.none(),
                42);
    }
}
