package io.opadpo.llava.train;

import io.opadpo.llava.train.loss.EntropyLoss;

/**
 * OPA's optional entropy term, see {@link EntropyLoss}: the model is to be less sure of an answer whose image is masked.
 *
 * <p>The reference shrinks the coefficient at each forward pass, the first one included; here it is a function of the
 * optimiser step, so the micro-batch does not change it, and the first step has it whole.
 *
 * @param coefficient weight of the term at the first optimiser step, above 0
 * @param decay factor that each further step takes it times, above 0 and at most 1
 * @param mask how images are masked
 */
public record EntropyTerm(double coefficient, double decay, ImageMask mask) {

    public EntropyTerm {
        if (!(coefficient > 0 && coefficient < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("entropy coefficient is " + coefficient + " but must be above 0");
        }
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("entropy decay is " + decay + " but must be above 0 and at most 1");
        }
    }

    /**
     * The defaults of the reference's code: coefficient 1 without decay, 20% of single pixels. Its script, where the term is
     * off, has 0.01 and 80%.
     */
    public static EntropyTerm defaults(long seed) {
        return new EntropyTerm(1, 1, new ImageMask(ImageMask.Kind.RANDOM, 0.2, seed));
    }

    /** The coefficient after so many optimiser steps. */
    double coefficientAfter(long steps) {
        return coefficient * Math.pow(decay, steps);
    }
}
