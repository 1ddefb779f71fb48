package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.loss.LossStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of training: what the model is asked about a sample, and what loss follows from its answers.
 *
 * @param <T> a sample's encoding
 */
interface Recipe<T> {

    /**
     * Makes the recipe of a replica.
     *
     * @param <T> a sample's encoding
     */
    @FunctionalInterface
    interface Factory<T> {
        /**
         * A recipe that one thread uses.
         *
         * @param adapter the adapter in training, or its copy for this model; null where the model itself trains
         */
        Recipe<T> create(LlavaModel model, @Nullable LoraAdapter adapter);
    }

    /** What a sample costs. */
    SampleSize size(Prepared.Item<T> item);

    /** Told which samples are about to be asked for. */
    void expect(List<Prepared.Item<T>> items);

    /**
     * Called before each optimiser step, for what changes with the steps.
     *
     * @param done optimiser steps before it
     */
    default void atStep(long done) {}

    /** The forward passes of a sample. Images of passes stay the recipe's; see {@link #release}. */
    List<ScoringSample> passes(Prepared.Item<T> item);

    /**
     * The loss of a micro-batch as its share of an optimiser batch's.
     *
     * @param logProbs for each pass of each sample, in order, the log-probabilities of its responses, and entropies behind
     *     those where the passes ask for them
     * @param batch the whole optimiser batch
     */
    Outcome loss(List<Prepared.Item<T>> microBatch, List<List<float[]>> logProbs, List<Prepared.Item<T>> batch);

    /** Lets go of what {@link #passes} made. */
    void release(List<ScoringSample> passes);

    /**
     * A loss.
     *
     * @param gradients with respect to each value, shaped as they came
     */
    record Outcome(double loss, LossStatistics statistics, List<List<float[]>> gradients) {}
}
