package io.opadpo.llava.train.loss;

/**
 * How strongly a preferred answer is pushed over another one.
 *
 * @param beta positive; scales log-ratios into rewards. The larger, the sooner a pair counts as learnt and the closer
 *     the policy stays to the reference
 * @param labelSmoothing share of pairs taken to be labelled the wrong way round, from 0 to below 0.5; keeps the policy
 *     from growing certain of noisy preferences
 * @param referenceFree log-probabilities stand in for log-ratios: nothing ties the policy to a reference, and no
 *     reference log-probabilities are needed
 * @param divergence how log-ratios become utilities
 */
public record PairLoss(double beta, double labelSmoothing, boolean referenceFree, Divergence divergence) {

    /** The reference's setting: β 0.1, no smoothing, reverse KL to the reference. */
    public static final PairLoss DEFAULT = new PairLoss(0.1, 0, false, Divergence.REVERSE_KL);

    public PairLoss {
        Require.that(beta > 0 && beta < Double.POSITIVE_INFINITY, "beta", beta, "finite and above 0");
        Require.that(
                labelSmoothing >= 0 && labelSmoothing < 0.5, "labelSmoothing", labelSmoothing, "from 0 to below 0.5");
    }

    /** The same with another β. */
    public PairLoss withBeta(double value) {
        return new PairLoss(value, labelSmoothing, referenceFree, divergence);
    }

    /** The same with another smoothing. */
    public PairLoss withLabelSmoothing(double value) {
        return new PairLoss(beta, value, referenceFree, divergence);
    }

    /** The same with or without the reference. */
    public PairLoss withReferenceFree(boolean value) {
        return new PairLoss(beta, labelSmoothing, value, divergence);
    }

    /** The same with another divergence. */
    public PairLoss withDivergence(Divergence value) {
        return new PairLoss(beta, labelSmoothing, referenceFree, value);
    }

    /** Loss at a utility margin u_chosen − u_rejected; log 2 at 0. */
    double value(double margin) {
        double logit = beta * margin;
        return -(1 - labelSmoothing) * Logistic.logSigmoid(logit) - labelSmoothing * Logistic.logSigmoid(-logit);
    }

    /** Derivative of {@link #value} by the margin. */
    double slope(double margin) {
        double logit = beta * margin;
        return beta * (labelSmoothing * Logistic.sigmoid(logit) - (1 - labelSmoothing) * Logistic.sigmoid(-logit));
    }
}
