package io.opadpo.llava.train;

import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SftSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Single optimiser steps, with the published settings, over samples of the caller's: what trainings do, without their
 * order of the data, checkpoints and telemetry. For benchmarks.
 *
 * @param <T> a sample's encoding
 */
public final class TrainingStep<T> implements AutoCloseable {

    private final Setup setup;
    private final TrainerOptions options;
    private final ReplicaGroup<T> replicas;
    private final Reference<T> reference;
    private final ImagePipeline images;

    /**
     * What steps are taken with.
     *
     * @param models as in {@link TrainingRuntime}; not closed
     * @param lora the adapter in training, on the first model; not closed
     * @param recompute whether activations are computed again on the way back rather than kept
     * @param unshared whether every answer is computed with a prompt and an image of its own
     */
    public record Setup(
            List<LlavaModel> models, TrainableLora lora, TrainingImages images, boolean recompute, boolean unshared) {}

    /** Computes what the frozen reference says of samples, and remembers it for their steps. */
    interface Reference<T> extends AutoCloseable {

        void compute(ReplicaGroup<T> replicas, List<Prepared.Item<T>> batch, int microBatch);

        @Override
        void close();
    }

    private static final class NoReference<T> implements Reference<T> {

        @Override
        public void compute(ReplicaGroup<T> replicas, List<Prepared.Item<T>> batch, int microBatch) {}

        @Override
        public void close() {}
    }

    private TrainingStep(
            Setup setup,
            TrainerOptions options,
            Recipe.Factory<T> recipes,
            Reference<T> reference,
            ImagePipeline images) {
        this.setup = setup;
        this.options = options;
        this.reference = reference;
        this.images = images;
        this.replicas = new ReplicaGroup<>(setup.models, setup.lora, recipes);
    }

    /** Steps of OPA, which know no reference. */
    public static TrainingStep<List<SftSequence>> opa(Setup setup) {
        ImagePipeline images = new ImagePipeline(setup.images);
        Recipe.Factory<List<SftSequence>> recipes = (model, adapter) -> {
            SftRecipe shared = new SftRecipe(new SampleImages(images, null, null, model, adapter), model.config());
            return setup.unshared ? new UnsharedRecipe<>(shared) : shared;
        };
        return new TrainingStep<>(setup, TrainerOptions.opa(), recipes, new NoReference<>(), images);
    }

    /** Steps of OPA-DPO; {@link #reference} comes before the first over a sample. */
    public static TrainingStep<EncodedPreference> opaDpo(Setup setup) {
        ImagePipeline images = new ImagePipeline(setup.images);
        OpaDpoReference reference = new OpaDpoReference(setup, images);
        return new TrainingStep<>(setup, TrainerOptions.opaDpo(), reference::recipe, reference, images);
    }

    /** Scores samples with the adapter as it is now. */
    public void reference(List<Prepared.Item<T>> batch, int microBatch) {
        replicas.expect(batch);
        reference.compute(replicas, batch, microBatch);
    }

    /**
     * One optimiser step. Returns when every device is done.
     *
     * @param microBatch samples computed at once
     * @return the loss before it
     * @throws TrainingException if the gradient is not finite
     */
    public double step(List<Prepared.Item<T>> batch, int microBatch) {
        replicas.expect(batch);
        Pass pass = replicas.backward(split(batch, microBatch), batch, setup.recompute);
        Trainables trainables = setup.lora.trainables();
        double norm = trainables.gradientNorm();
        if (!Double.isFinite(norm)) {
            throw new TrainingException("the gradient's norm is " + norm);
        }
        if (norm > options.maxGradientNorm()) {
            trainables.scaleGradients(options.maxGradientNorm() / norm);
        }
        trainables.step(options.adamW(), options.learningRate());
        replicas.refresh();
        await();
        return pass.loss();
    }

    /** Adds up the replicas' gradients and hands the weights out, as every step does, with nothing else to do. */
    public void exchange() {
        replicas.reduce();
        replicas.refresh();
        await();
    }

    private void await() {
        replicas.deal(Collections.nCopies(setup.models.size(), 0), (replica, nothing) -> {
            try (Scope scope = replica.model().torch().scope()) {
                return scope.toFloats(
                        scope.infer("first", replica.model().torch().like()));
            }
        });
    }

    static <T> List<List<T>> split(List<T> batch, int size) {
        List<List<T>> pieces = new ArrayList<>();
        for (int start = 0; start < batch.size(); start += size) {
            pieces.add(batch.subList(start, Math.min(start + size, batch.size())));
        }
        return pieces;
    }

    @Override
    public void close() {
        replicas.close();
        reference.close();
        images.close();
    }
}
