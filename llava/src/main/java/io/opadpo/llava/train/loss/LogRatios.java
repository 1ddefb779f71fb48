package io.opadpo.llava.train.loss;

import java.util.function.IntToDoubleFunction;

/**
 * Log-ratios Δ of one answer at the units of its reduction (tokens, or the answer as a whole), and the gradient with
 * respect to the policy's log-probabilities as it adds up.
 */
final class LogRatios {

    static final IntToDoubleFunction UNWEIGHTED = t -> 1;

    private final double[] tokens; // [T]
    private final double[] gradient; // [T]
    private final Reduction reduction;

    LogRatios(ResponseLogProbs logProbs, boolean referenceFree, Reduction reduction) {
        this.reduction = reduction;
        tokens = new double[logProbs.length()];
        gradient = new double[tokens.length];
        for (int t = 0; t < tokens.length; t++) {
            tokens[t] = (double) logProbs.policy()[t] - (referenceFree ? 0 : logProbs.reference()[t]);
        }
    }

    /** Units that the answer covers. */
    int units() {
        return reduction == Reduction.TOKEN ? tokens.length : 1;
    }

    /** Σ s·Δ over the tokens of a unit; 0 beyond the answer's end. */
    double at(int unit, IntToDoubleFunction weights) {
        double sum = 0;
        for (int t = unit; t < end(unit); t++) {
            sum += weights.applyAsDouble(t) * tokens[t];
        }
        return sum;
    }

    /** Adds the loss's derivative by {@link #at}. */
    void addGradient(int unit, IntToDoubleFunction weights, double derivative) {
        for (int t = unit; t < end(unit); t++) {
            gradient[t] += weights.applyAsDouble(t) * derivative;
        }
    }

    private int end(int unit) {
        return reduction == Reduction.TOKEN ? Math.min(unit + 1, tokens.length) : tokens.length;
    }

    /** Σ Δ over all units. */
    double sum() {
        double sum = 0;
        for (double ratio : tokens) {
            sum += ratio;
        }
        return sum;
    }

    double[] gradient() {
        return gradient;
    }
}
