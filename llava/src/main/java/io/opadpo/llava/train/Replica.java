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

/**
 * Computes micro-batches on one device.
 *
 * @param <T> a sample's encoding
 */
final class Replica<T> {

    private final LlavaModel model;
    private final LoraAdapter adapter;
    private final GradientSums sums;
    private final Recipe<T> recipe;

    /**
     * A replica over parts that stay the caller's.
     *
     * @param adapter the adapter in training, or its copy on this device
     * @param sums where its gradients go
     */
    Replica(LlavaModel model, LoraAdapter adapter, GradientSums sums, Recipe<T> recipe) {
        this.model = model;
        this.adapter = adapter;
        this.sums = sums;
        this.recipe = recipe;
    }

    LlavaModel model() {
        return model;
    }

    LoraAdapter adapter() {
        return adapter;
    }

    /** To be called before each optimiser step. */
    void atStep(long done) {
        recipe.atStep(done);
    }

    /** Loss and gradients of a micro-batch; the latter are added to the sums. */
    Pass backward(List<Prepared.Item<T>> microBatch, List<Prepared.Item<T>> batch) {
        return run(microBatch, batch, true);
    }

    /** The loss of a micro-batch. */
    Pass evaluate(List<Prepared.Item<T>> microBatch, List<Prepared.Item<T>> batch) {
        return Torch.withoutGradients(() -> run(microBatch, batch, false));
    }

    private Pass run(List<Prepared.Item<T>> microBatch, List<Prepared.Item<T>> batch, boolean learn) {
        List<ScoringSample> passes = new ArrayList<>();
        try {
            microBatch.forEach(item -> passes.addAll(recipe.passes(item)));
            try (PolicyGraph graph = PolicyGraph.forward(model, passes, adapter)) {
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
