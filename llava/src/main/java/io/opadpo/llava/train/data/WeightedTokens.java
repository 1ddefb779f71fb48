package io.opadpo.llava.train.data;

import java.util.Arrays;

/**
 * An answer whose tokens carry weights; all three arrays have one entry per token, eos included.
 *
 * @param ids token ids
 * @param scores weight of each token in the preference term
 * @param images weight of each token in the image term
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; equality below goes by content
public record WeightedTokens(int[] ids, float[] scores, float[] images) {

    public WeightedTokens {
        if (ids.length != scores.length || ids.length != images.length) {
            throw new IllegalArgumentException(
                    ids.length + " ids, " + scores.length + " scores, " + images.length + " image weights");
        }
        ids = ids.clone();
        scores = scores.clone();
        images = images.clone();
    }

    @Override
    public int[] ids() {
        return ids.clone();
    }

    @Override
    public float[] scores() {
        return scores.clone();
    }

    @Override
    public float[] images() {
        return images.clone();
    }

    /** Number of tokens. */
    public int length() {
        return ids.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightedTokens tokens
                && Arrays.equals(ids, tokens.ids)
                && Arrays.equals(scores, tokens.scores)
                && Arrays.equals(images, tokens.images);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(ids) + Arrays.hashCode(scores)) + Arrays.hashCode(images);
    }

    @Override
    public String toString() {
        return "WeightedTokens[ids=" + Arrays.toString(ids) + ", scores=" + Arrays.toString(scores) + ", images="
                + Arrays.toString(images) + "]";
    }

    /** Collects tokens in order. */
    static final class Builder {

        private int[] ids = new int[64];
        private float[] scores = new float[64];
        private float[] images = new float[64];
        private int length;

        Builder add(int id, TokenWeights weights) {
            if (length == ids.length) {
                ids = Arrays.copyOf(ids, 2 * length);
                scores = Arrays.copyOf(scores, 2 * length);
                images = Arrays.copyOf(images, 2 * length);
            }
            ids[length] = id;
            scores[length] = weights.score();
            images[length++] = weights.image();
            return this;
        }

        Builder addAll(int[] more, TokenWeights weights) {
            for (int id : more) {
                add(id, weights);
            }
            return this;
        }

        /** Weights of the last token, neutral before the first. */
        TokenWeights last() {
            return length == 0 ? TokenWeights.NEUTRAL : new TokenWeights(scores[length - 1], images[length - 1]);
        }

        WeightedTokens build() {
            return new WeightedTokens(
                    Arrays.copyOf(ids, length), Arrays.copyOf(scores, length), Arrays.copyOf(images, length));
        }
    }
}
