package io.opadpo.llava.train.loss;

/** The logistic function and its relatives, without overflow or cancellation for any argument. */
final class Logistic {

    private Logistic() {}

    /** σ(x). */
    static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /** log σ(x). */
    static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** log(1 + eˣ). */
    static double softplus(double x) {
        return -logSigmoid(-x);
    }
}
