package io.opadpo.llava.train;

import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.train.data.Prepared;
import java.util.ArrayList;
import java.util.List;

/**
 * Data parallelism: replicas of a model, one per device and thread, that share the micro-batches of every batch.
 *
 * <p>The first replica holds the adapter in training; the others hold copies. Their gradient sums are added to the first
 * one's in the order of the replicas, so a result does not depend on who was faster. Compared with a single device, only the
 * order of that addition differs.
 *
 * @param <T> a sample's encoding
 */
final class ReplicaGroup<T> implements AutoCloseable {

    private final TrainableLora lora;
    private final List<LoraCopy> copies = new ArrayList<>();
    private final List<Replica<T>> replicas = new ArrayList<>();
    private final ReplicaThreads threads;

    /**
     * Copies the adapter to every model but the first.
     *
     * @param models the same model on as many devices; not closed
     * @param lora the adapter in training, on the first; not closed
     */
    ReplicaGroup(List<LlavaModel> models, TrainableLora lora, Recipe.Factory<T> recipes) {
        this.lora = lora;
        this.threads = new ReplicaThreads(models.size());
        boolean complete = false;
        try {
            LlavaModel main = models.get(0);
            replicas.add(new Replica<>(
                    main, lora.adapter(), lora.trainables().sums(), recipes.create(main, lora.adapter())));
            for (LlavaModel model : models.subList(1, models.size())) {
                LoraCopy copy = new LoraCopy(model, lora);
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
     * Loss and gradients of a batch; the latter are added to those of the adapter in training.
     *
     * @throws io.opadpo.llava.LlavaException naming samples; the sums are then good for nothing, the parameters untouched
     */
    Pass backward(List<List<Prepared.Item<T>>> microBatches, List<Prepared.Item<T>> batch) {
        List<Pass> passes = deal(microBatches, (replica, microBatch) -> replica.backward(microBatch, batch));
        copies.forEach(copy -> lora.trainables().sums().absorb(copy.sums()));
        return Pass.sum(passes);
    }

    /**
     * To be called before each optimiser step.
     *
     * @param done optimiser steps before it
     */
    void atStep(long done) {
        replicas.forEach(replica -> replica.atStep(done));
    }

    /** The loss of a batch. */
    Pass evaluate(List<List<Prepared.Item<T>>> microBatches, List<Prepared.Item<T>> batch) {
        return Pass.sum(deal(microBatches, (replica, microBatch) -> replica.evaluate(microBatch, batch)));
    }

    /** To be called when the adapter in training has changed: the copies follow. */
    void refresh() {
        copies.forEach(LoraCopy::refresh);
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
        copies.forEach(LoraCopy::close);
    }
}
