package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Scope;

/**
 * Output layers that tell two numbers of each row: the target's log-probability, and the entropy of the distribution
 * that it comes from, H = −Σ p·log p over the whole vocabulary. Values and gradients are {@code [2·R]}, log-probabilities
 * first.
 */
final class EntropyHead {

    /** The script method that computes them. */
    static final String VALUES = "head_entropies";

    private EntropyHead() {}

    /** Without gradients of its own: logits are made twice, a chunk of rows at a time, and never kept. */
    record Frozen(Scope scope, Parameters weights, IValue normed, IValue targets, int logitRows)
            implements PolicyGraph.Head {

        @Override
        public IValue logProbs() {
            return scope.record(VALUES, detached(), weights.head, targets, logitRows);
        }

        @Override
        public void backward(IValue upstream) {
            IValue gradient =
                    scope.record("head_entropies_gradient", detached(), weights.head, targets, upstream, logitRows);
            scope.backward(normed, gradient);
        }

        private IValue detached() {
            return scope.record("detached", normed);
        }
    }

    /** Itself in training: autograd keeps its logits, and more of the same size. */
    static final class Trained implements PolicyGraph.Head {

        private final Scope scope;
        private final IValue values;

        Trained(Scope scope, Parameters weights, IValue normed, IValue targets, int logitRows) {
            this.scope = scope;
            this.values = scope.record(VALUES, normed, weights.head, targets, logitRows);
        }

        @Override
        public IValue logProbs() {
            return scope.record("detached", values);
        }

        @Override
        public void backward(IValue upstream) {
            scope.backward(values, upstream);
        }
    }
}
