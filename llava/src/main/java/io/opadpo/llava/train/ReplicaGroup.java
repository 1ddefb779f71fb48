package io.opadpo.llava.train;

import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.train.data.Prepared;
import java.util.ArrayList;
import java.util.List;

/**
 * Data parallelism: replicas of a model, one per device and thread, that share the micro-batches of every batch.
 *
 * <p>The first replica holds the weights in training; the others hold copies. Their gradient sums are added to the first
 * one's in the order of the replicas, so a result does not depend on who was faster. Compared with a single device, only the
 * order of that addition differs.
 *
 * @param <T> a sample's encoding
 */
final class ReplicaGroup<T> implements AutoCloseable {

    private final TrainedWeights weights;
    private final List<WeightsCopy> copies = new ArrayList<>();
    private final List<Replica<T>> replicas = new ArrayList<>();
    private final ReplicaThreads threads;

    /**
     * Copies the weights to every model but the first.
     *
     * @param models the same model on as many devices; not closed
     * @param weights in training, on the first; not closed
     */
    ReplicaGroup(List<LlavaModel> models, TrainedWeights weights, Recipe.Factory<T> recipes) {
        this.weights = weights;
        this.threads = new ReplicaThreads(models.size());
        boolean complete = false;
        try {
            LlavaModel main = models.get(0);
            replicas.add(new Replica<>(
                    main, weights.adapter(), weights.trainables().sums(), recipes.create(main, weights.adapter())));
            for (LlavaModel model : models.subList(1, models.size())) {
                WeightsCopy copy = new WeightsCopy(model, weights);
                copies.add(copy);
                replicas.add(new Replica<>(model, copy.adapter(), copy.sums(), recipes.create(model, copy.adapter())));
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /**
     * Loss and gradients of a batch; the latter are added to those of the weights in training.
     *
     * @param recompute whether activations are computed again on the way back rather than kept
     * @throws io.opadpo.llava.LlavaException naming samples; the sums are then good for nothing, the parameters untouched
     */
    Pass backward(List<List<Prepared.Item<T>>> microBatches, List<Prepared.Item<T>> batch, boolean recompute) {
        List<Pass> passes = deal(microBatches, (replica, microBatch) -> replica.backward(microBatch, batch, recompute));
        reduce();
        return Pass.sum(passes);
    }

    /**
     * To be called before each optimiser step.
     *
     * @param done optimiser steps before it
     */
    void atStep(long done) {
        replicas.forEach(replica -> replica.recipe().atStep(done));
    }

    /** Adds the copies' gradient sums to those of the weights in training; they are then zero. */
    void reduce() {
        copies.forEach(copy -> weights.trainables().sums().absorb(copy.sums()));
    }

    /** The loss of a batch. */
    Pass evaluate(List<List<Prepared.Item<T>>> microBatches, List<Prepared.Item<T>> batch) {
        return Pass.sum(deal(microBatches, (replica, microBatch) -> replica.evaluate(microBatch, batch)));
    }

    /** The largest of some samples. */
    SampleSize largest(List<Prepared.Item<T>> items) {
        Recipe<T> recipe = replicas.get(0).recipe();
        return items.stream().map(recipe::size).reduce(SampleSize.NONE, SampleSize::max);
    }

    /** Tells which samples are about to be asked for. */
    void expect(List<Prepared.Item<T>> items) {
        replicas.get(0).recipe().expect(items);
    }

    /** To be called when the weights in training have changed: the copies follow. */
    void refresh() {
        copies.forEach(WeightsCopy::refresh);
    }

    /** What a replica does with a piece of work. */
    @FunctionalInterface
    interface Task<T, A, R> {
        R run(Replica<T> replica, A piece);
    }

    /** Has the replicas do pieces of work by turns; see {@link ReplicaThreads#deal}. */
    <A, R> List<R> deal(List<A> pieces, Task<T, A, R> task) {
        return threads.deal(pieces, (number, piece) -> task.run(replicas.get(number), piece));
    }

    @Override
    public void close() {
        threads.close();
        copies.forEach(WeightsCopy::close);
    }
}
