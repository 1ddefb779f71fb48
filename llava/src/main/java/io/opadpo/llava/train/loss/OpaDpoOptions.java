package io.opadpo.llava.train.loss;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the OPA-DPO loss is made of.
 *
 * <p>A coefficient of 0 turns its term off: the term is not computed, has no statistics, and
 * {@link #responses()} tells which answers still need log-probabilities.
 *
 * @param pairLoss how each pair is compared
 * @param coefficients weights of the pairs
 * @param anchor the term on the chosen answers alone
 * @param weights which token weights count
 * @param reduction per token, as published, or per answer, as DPO is usually written
 * @param paddedLength with {@link Reduction#TOKEN}, the number of positions that the mean is over for every sample
 *     whatever its length: halving it doubles all gradients. No answer may be longer. Without meaning for
 *     {@link Reduction#SEQUENCE}
 */
public record OpaDpoOptions(
        PairLoss pairLoss,
        PairCoefficients coefficients,
        Anchor anchor,
        TokenWeights weights,
        Reduction reduction,
        int paddedLength) {

    /** Positions that the reference pads every answer to. */
    public static final int REFERENCE_PADDED_LENGTH = 896;

    public OpaDpoOptions {
        Require.that(paddedLength >= 1, "paddedLength", paddedLength, "1 or more");
        Require.that(
                coefficients.standard() + coefficients.revised() + anchor.coefficient() > 0,
                "coefficients",
                coefficients,
                "above 0 for some term");
    }

    /** The setting of the published results. */
    public static OpaDpoOptions defaults() {
        return new OpaDpoOptions(
                PairLoss.DEFAULT,
                PairCoefficients.DEFAULT,
                Anchor.DEFAULT,
                TokenWeights.ALL,
                Reduction.TOKEN,
                REFERENCE_PADDED_LENGTH);
    }

    /** Plain DPO (arXiv 2305.18290), the baseline: the standard answer over the original one, whole answers. */
    public static OpaDpoOptions dpo() {
        return new OpaDpoOptions(
                PairLoss.DEFAULT,
                new PairCoefficients(1, 0, 0),
                Anchor.NONE,
                TokenWeights.NONE,
                Reduction.SEQUENCE,
                REFERENCE_PADDED_LENGTH);
    }

    /** The same with another comparison of pairs. */
    public OpaDpoOptions withPairLoss(PairLoss value) {
        return new OpaDpoOptions(value, coefficients, anchor, weights, reduction, paddedLength);
    }

    /** The same with other weights of the pairs. */
    public OpaDpoOptions withCoefficients(PairCoefficients value) {
        return new OpaDpoOptions(pairLoss, value, anchor, weights, reduction, paddedLength);
    }

    /** The same with another anchor. */
    public OpaDpoOptions withAnchor(Anchor value) {
        return new OpaDpoOptions(pairLoss, coefficients, value, weights, reduction, paddedLength);
    }

    /** The same with other token weights counting. */
    public OpaDpoOptions withWeights(TokenWeights value) {
        return new OpaDpoOptions(pairLoss, coefficients, anchor, value, reduction, paddedLength);
    }

    /** The same with another reduction. */
    public OpaDpoOptions withReduction(Reduction value) {
        return new OpaDpoOptions(pairLoss, coefficients, anchor, weights, value, paddedLength);
    }

    /** The same with another number of positions. */
    public OpaDpoOptions withPaddedLength(int value) {
        return new OpaDpoOptions(pairLoss, coefficients, anchor, weights, reduction, value);
    }

    /** The answers whose log-probabilities the loss needs. */
    public Set<PreferenceResponse> responses() {
        Set<PreferenceResponse> needed = EnumSet.noneOf(PreferenceResponse.class);
        for (PreferencePair pair : PreferencePair.values()) {
            if (coefficients.of(pair) > 0) {
                needed.add(pair.chosen());
                needed.add(pair.rejected());
            }
        }
        if (anchor.isOn()) {
            needed.add(PreferenceResponse.STANDARD);
            needed.add(PreferenceResponse.REVISED);
        }
        return needed;
    }

    /** Places of a sample that a term is taken at. */
    int units() {
        return reduction == Reduction.TOKEN ? paddedLength : 1;
    }
}
