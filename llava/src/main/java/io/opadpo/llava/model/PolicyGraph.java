package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.torch.Scope;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Log-probabilities of responses with the way back: a forward pass whose gradients can be asked for once.
 *
 * <p>A loss over response tokens is a function of their log-probabilities, a few thousand numbers. They come to the host;
 * the loss and its gradient with respect to each are computed there; {@link #backward} carries the gradient on to the
 * parameters.
 */
public final class PolicyGraph implements AutoCloseable {

    private final Scope scope;
    private final ScoringBatch batch;
    private final Head head;
    private final @Nullable RecomputedPass recomputed;

    /** False where nothing in training had a part: only the tower learns, say, and no sample has an image. */
    private final boolean recorded;

    private PolicyGraph(
            Scope scope, ScoringBatch batch, Head head, @Nullable RecomputedPass recomputed, boolean recorded) {
        this.scope = scope;
        this.batch = batch;
        this.head = head;
        this.recomputed = recomputed;
        this.recorded = recorded;
    }

    /** The same, keeping all activations. */
    public static PolicyGraph forward(LlavaModel model, List<ScoringSample> samples, @Nullable LoraAdapter adapter) {
        return forward(model, samples, adapter, false);
    }

    /**
     * Runs the model forward, recording.
     *
     * @param samples prompts and responses; a sample's prompt is computed once for all its responses. Either all images
     *     are given as features, or all as pixels, for a tower in training
     * @param adapter the adapter in training, or {@code null} where the model's own weights are
     * @param recompute whether the decoder's activations are computed again on the way back rather than kept
     */
    public static PolicyGraph forward(
            LlavaModel model, List<ScoringSample> samples, @Nullable LoraAdapter adapter, boolean recompute) {
        ScoringBatch batch = new ScoringBatch(samples, model.config().imageTokens());
        List<LoraAdapter> adapters = adapter == null ? List.of() : List.of(adapter);
        Parameters weights = model.parameters(adapters);
        Scope scope = model.torch().scope();
        try {
            ActiveAdapters active =
                    ActiveAdapters.of(Collections.nCopies(batch.rows().chunks(), adapter));
            IValue features = features(model, scope, weights, batch, adapters.size());
            IValue rows = active.rows(scope, batch.rows().lengths());
            Decoder decoder = model.decoder();
            RecomputedPass recomputed =
                    recompute ? decoder.forwardRecomputing(scope, weights, batch.rows(), features, rows) : null;
            IValue hidden = recomputed != null
                    ? recomputed.hidden()
                    : decoder.forward(scope, weights, batch.rows(), features, rows, null);
            IValue normed = decoder.normed(scope, weights, hidden, batch.predicting());
            IValue targets = scope.longs(batch.targets());
            Head head = head(scope, weights, normed, targets, adapter == null, batch.entropies());
            boolean recorded = scope.record("is_recorded", normed).toBoolean();
            return new PolicyGraph(scope, batch, head, recomputed, recorded);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private static Head head(
            Scope scope, Parameters weights, IValue normed, IValue targets, boolean trained, boolean entropies) {
        int logitRows = Scorer.logitRows(scope.torch());
        if (entropies) {
            return trained
                    ? new EntropyHead.Trained(scope, weights, normed, targets, logitRows)
                    : new EntropyHead.Frozen(scope, weights, normed, targets, logitRows);
        }
        return trained
                ? new TrainedHead(scope, weights, normed, targets, logitRows)
                : new FrozenHead(scope, weights, normed, targets, logitRows);
    }

    private static @Nullable IValue features(
            LlavaModel model, Scope scope, Parameters weights, ScoringBatch batch, int adapters) {
        List<float[]> pixels = batch.pixels();
        if (!pixels.isEmpty()) {
            int[] numbers = new int[pixels.size()];
            Arrays.fill(numbers, adapters - 1);
            return model.encode(scope, weights, pixels, numbers, adapters);
        }
        return model.project(scope, weights, batch.features(), adapters);
    }

    /** Rows that the forward pass computed. */
    public int rows() {
        return batch.rows().rows();
    }

    /**
     * For each sample and response, the log-probability of each of its tokens; entropies behind those where the samples ask
     * for them. Waits for the device.
     */
    public List<List<float[]>> logProbs() {
        return batch.split(scope.toFloats(head.logProbs()));
    }

    /**
     * Adds to the gradients of what is in training. To be called once.
     *
     * @param gradients of the loss with respect to each value, shaped as {@link #logProbs} gives them
     */
    public void backward(List<List<float[]>> gradients) {
        if (!recorded) {
            return;
        }
        float[] flat = batch.join(gradients);
        head.backward(scope.floats(flat, flat.length));
        if (recomputed != null) {
            recomputed.backward();
        }
    }

    @Override
    public void close() {
        scope.close();
    }

    /** The output layer: log-probabilities of the targets, entropies behind them if asked, and the way back from them. */
    interface Head {

        IValue logProbs();

        void backward(IValue upstream);
    }

    /**
     * An output layer without gradients of its own. How each log-probability depends on its row does not depend on the loss,
     * so the forward pass tells it, while it has the logits.
     */
    private static final class FrozenHead implements Head {

        private final Scope scope;
        private final IValue normed;
        private final IValue logProbs;
        private final @Nullable IValue gradients;

        FrozenHead(Scope scope, Parameters weights, IValue normed, IValue targets, int logitRows) {
            this.scope = scope;
            this.normed = normed;
            IValue rows = scope.record("detached", normed);
            if (scope.record("is_recorded", normed).toBoolean()) {
                IValue[] both =
                        scope.elements(scope.record("head_with_gradients", rows, weights.head, targets, logitRows));
                this.logProbs = both[0];
                this.gradients = both[1];
            } else {
                this.logProbs = scope.record("head_logprobs", rows, weights.head, targets, logitRows);
                this.gradients = null;
            }
        }

        @Override
        public IValue logProbs() {
            return logProbs;
        }

        @Override
        public void backward(IValue upstream) {
            IValue known = Objects.requireNonNull(gradients, "the forward pass recorded nothing");
            scope.backward(normed, scope.record("scale_rows", known, upstream, normed));
        }
    }

    /** An output layer that is itself in training: autograd keeps its logits. */
    private static final class TrainedHead implements Head {

        private final Scope scope;
        private final IValue logProbs;

        TrainedHead(Scope scope, Parameters weights, IValue normed, IValue targets, int logitRows) {
            this.scope = scope;
            this.logProbs = scope.record("head_logprobs", normed, weights.head, targets, logitRows);
        }

        @Override
        public IValue logProbs() {
            return scope.record("detached", logProbs);
        }

        @Override
        public void backward(IValue upstream) {
            scope.backward(logProbs, upstream);
        }
    }
}
