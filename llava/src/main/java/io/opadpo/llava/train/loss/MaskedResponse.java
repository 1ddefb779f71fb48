package io.opadpo.llava.train.loss;

/**
 * A sequence of supervised fine-tuning with entropies, given the image and given the masked image; all arrays
 * {@code [T]}, not copied.
 *
 * @param id name of the sample, for errors
 * @param policy log-probabilities of the response tokens given the image, end token included
 * @param entropies of the distributions that these tokens come from, over the whole vocabulary, in nats
 * @param maskedPolicy the same log-probabilities given the masked image
 * @param maskedEntropies the same entropies given the masked image
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data: nobody compares log-probabilities
public record MaskedResponse(
        String id, float[] policy, float[] entropies, float[] maskedPolicy, float[] maskedEntropies) {

    public MaskedResponse {
        Require.that(policy.length > 0, "number of tokens", policy.length, "1 or more");
        for (float[] values : new float[][] {entropies, maskedPolicy, maskedEntropies}) {
            Require.that(values.length == policy.length, "length", values.length, "that of policy, " + policy.length);
        }
    }

    /**
     * Gradients of the loss, all {@code [T]}. There is none with respect to {@link #maskedPolicy}, which is no part of it.
     *
     * @param policy with respect to {@link MaskedResponse#policy}
     * @param entropies with respect to {@link MaskedResponse#entropies}
     * @param maskedEntropies with respect to {@link MaskedResponse#maskedEntropies}
     */
    @SuppressWarnings("ArrayRecordComponent") // bulk data
    public record Gradients(double[] policy, double[] entropies, double[] maskedEntropies) {}
}
