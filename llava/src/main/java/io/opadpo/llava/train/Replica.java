package io.opadpo.llava.train;

import io.opadpo.llava.LlavaException;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.PolicyGraph;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.train.data.Prepared;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes micro-batches on one device.
 *
 * @param <T> a sample's encoding
 */
final class Replica<T> {

    private final LlavaModel model;
    private final @Nullable LoraAdapter adapter;
    private final GradientSums sums;
    private final Recipe<T> recipe;

    /**
     * A replica over parts that stay the caller's.
     *
     * @param adapter the adapter in training, or its copy on this device; null where the model itself trains
     * @param sums where its gradients go
     */
    Replica(LlavaModel model, @Nullable LoraAdapter adapter, GradientSums sums, Recipe<T> recipe) {
        this.model = model;
        this.adapter = adapter;
        this.sums = sums;
        this.recipe = recipe;
    }

    LlavaModel model() {
        return model;
    }

    @Nullable
    LoraAdapter adapter() {
        return adapter;
    }

    Recipe<T> recipe() {
        return recipe;
    }

    /**
     * Loss and gradients of a micro-batch; the latter are added to the sums.
     *
     * @param recompute whether activations are computed again on the way back rather than kept
     */
    Pass backward(List<Prepared.Item<T>> microBatch, List<Prepared.Item<T>> batch, boolean recompute) {
        return run(microBatch, batch, recompute, true);
    }

    /** The loss of a micro-batch. */
    Pass evaluate(List<Prepared.Item<T>> microBatch, List<Prepared.Item<T>> batch) {
        return Torch.withoutGradients(() -> run(microBatch, batch, false, false));
    }

    private Pass run(
            List<Prepared.Item<T>> microBatch, List<Prepared.Item<T>> batch, boolean recompute, boolean learn) {
        List<ScoringSample> passes = new ArrayList<>();
        try {
            recipe.prepare(microBatch);
            microBatch.forEach(item -> passes.addAll(recipe.passes(item)));
            try (PolicyGraph graph = PolicyGraph.forward(model, passes, adapter, recompute)) {
                Recipe.Outcome outcome = recipe.loss(microBatch, graph.logProbs(), batch);
                if (learn) {
                    graph.backward(outcome.gradients());
                    sums.accumulate();
                }
                return new Pass(outcome.loss(), outcome.statistics(), graph.rows());
            }
        } catch (LlavaException e) {
            throw e;
        } catch (RuntimeException e) {
            // libtorch knows no samples, and its errors have no type of ours.
            List<String> ids = microBatch.stream().map(Prepared.Item::id).toList();
            throw new TrainingException(
                    "samples " + ids + " on " + model.torch().device() + ": " + e.getMessage(), e);
        } finally {
            recipe.release(passes);
        }
    }
}
