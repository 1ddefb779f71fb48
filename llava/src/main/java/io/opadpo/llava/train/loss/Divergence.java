package io.opadpo.llava.train.loss;

/**
 * The f-divergence that ties the policy to the reference. It maps an answer's log-ratio Δ to a utility u; a pair's logit
 * is β·(u_chosen − u_rejected).
 *
 * <p>Token weights enter the utility only as far as {@link #weightedSlope()} is 1: as in the reference, the alpha
 * divergence knows no weights and the JS divergence has them in its linear part alone.
 */
public sealed interface Divergence {

    /** u = s·Δ: the KL divergence of the policy from the reference, DPO's own. */
    record ReverseKl() implements Divergence {

        @Override
        public double utility(double ratio, double weighted) {
            return weighted;
        }

        @Override
        public double ratioSlope(double ratio) {
            return 0;
        }

        @Override
        public double weightedSlope() {
            return 1;
        }
    }

    /** u = s·Δ − log(1 + e^Δ): the Jensen–Shannon divergence; gains in Δ count ever less. */
    record JensenShannon() implements Divergence {

        @Override
        public double utility(double ratio, double weighted) {
            return weighted - Logistic.softplus(ratio);
        }

        @Override
        public double ratioSlope(double ratio) {
            return -Logistic.sigmoid(ratio);
        }

        @Override
        public double weightedSlope() {
            return 1;
        }
    }

    /**
     * u = (1 − e^(−αΔ)) / α: the alpha divergence; losses in Δ count exponentially more, gains ever less.
     *
     * @param alpha positive; towards 0 it becomes the unweighted reverse KL, 1 is the reference's default
     */
    record Alpha(double alpha) implements Divergence {

        /** The reference's cap, the largest exponent in single precision to four decimals; beyond it the slope is 0. */
        private static final double MAX_EXPONENT = 88.7228;

        public Alpha {
            Require.that(alpha >= 1e-6 && alpha <= 1e6, "alpha", alpha, "from 1e-6 to 1e6");
        }

        @Override
        public double utility(double ratio, double weighted) {
            return -Math.expm1(Math.min(-alpha * ratio, MAX_EXPONENT)) / alpha;
        }

        @Override
        public double ratioSlope(double ratio) {
            double exponent = -alpha * ratio;
            return exponent > MAX_EXPONENT ? 0 : Math.exp(exponent);
        }

        @Override
        public double weightedSlope() {
            return 0;
        }
    }

    /** Reverse KL, the reference's default. */
    Divergence REVERSE_KL = new ReverseKl();

    /** Jensen–Shannon. */
    Divergence JS = new JensenShannon();

    /**
     * Utility of an answer (or of its token); 0 log-ratio gives the same utility for any weight.
     *
     * @param ratio Δ
     * @param weighted s·Δ
     */
    double utility(double ratio, double weighted);

    /** ∂u/∂Δ at constant s·Δ. */
    double ratioSlope(double ratio);

    /** ∂u/∂(s·Δ). */
    double weightedSlope();
}
