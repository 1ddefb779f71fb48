package io.opadpo.llava.train.loss;

/**
 * Weights of the preference pairs, each 0 or more; 0 turns pairs off.
 *
 * @param standard of the standard answer over the original one: how much is learnt from the dataset's own answers
 * @param revised of the revised answer over the original one: how much is learnt from the corrections
 * @param contrastive factor on both for the same answer with the image over that answer with the masked image: how much
 *     the policy is made to look. 0 saves the masked image's forward passes, and halves the anchor's gradient
 */
public record PairCoefficients(double standard, double revised, double contrastive) {

    /** The reference's setting. */
    public static final PairCoefficients DEFAULT = new PairCoefficients(1, 1, 0.2);

    public PairCoefficients {
        Require.nonNegative("standard coefficient", standard);
        Require.nonNegative("revised coefficient", revised);
        Require.nonNegative("contrastive coefficient", contrastive);
    }

    double of(PreferencePair pair) {
        return switch (pair) {
            case STANDARD_OVER_ORIGINAL -> standard;
            case REVISED_OVER_ORIGINAL -> revised;
            case STANDARD_OVER_MASKED -> contrastive * standard;
            case REVISED_OVER_MASKED -> contrastive * revised;
        };
    }
}
