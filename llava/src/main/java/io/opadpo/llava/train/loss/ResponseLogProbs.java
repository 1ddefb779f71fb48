package io.opadpo.llava.train.loss;

import java.util.Arrays;

/**
 * Log-probabilities of one answer's tokens and their weights, all {@code [T]} with T ≥ 1, without padding. The arrays
 * are not copied.
 *
 * @param policy of the model in training
 * @param reference of the frozen model that it started from
 * @param scores score weights s, finite and 0 or more
 * @param images image weights v, finite and 0 or more
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data: nobody compares log-probabilities
public record ResponseLogProbs(float[] policy, float[] reference, float[] scores, float[] images) {

    public ResponseLogProbs {
        Require.that(policy.length > 0, "number of tokens", policy.length, "1 or more");
        requireLength("reference", reference, policy.length);
        requireLength("scores", scores, policy.length);
        requireLength("images", images, policy.length);
        requireWeights("score weight", scores);
        requireWeights("image weight", images);
    }

    /** An answer whose tokens all weigh 1. */
    public static ResponseLogProbs unweighted(float[] policy, float[] reference) {
        float[] ones = new float[policy.length];
        Arrays.fill(ones, 1);
        return new ResponseLogProbs(policy, reference, ones, ones);
    }

    /** An answer without reference, for {@link PairLoss#referenceFree()}; all its tokens weigh 1. */
    public static ResponseLogProbs withoutReference(float[] policy) {
        return unweighted(policy, new float[policy.length]);
    }

    int length() {
        return policy.length;
    }

    private static void requireLength(String what, float[] values, int length) {
        Require.that(values.length == length, "length of " + what, values.length, "that of policy, " + length);
    }

    private static void requireWeights(String what, float[] values) {
        for (float value : values) {
            Require.nonNegative(what, value);
        }
    }
}
