package io.opadpo.llava.train.loss;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every option away from its default at least once, in both reductions. */
final class Variants {

    static final int PADDED_LENGTH = 20;

    private Variants() {}

    static Map<String, OpaDpoOptions> all() {
        Map<String, OpaDpoOptions> variants = new LinkedHashMap<>();
        for (Reduction reduction : Reduction.values()) {
            OpaDpoOptions base =
                    OpaDpoOptions.defaults().withPaddedLength(PADDED_LENGTH).withReduction(reduction);
            of(base).forEach((name, options) -> variants.put(name + ", " + reduction, options));
        }
        return variants;
    }

    private static Map<String, OpaDpoOptions> of(OpaDpoOptions base) {
        PairLoss pair = base.pairLoss();
        Map<String, OpaDpoOptions> variants = new LinkedHashMap<>();
        variants.put("defaults", base);
        variants.put("beta", base.withPairLoss(pair.withBeta(0.5)));
        variants.put("label smoothing", base.withPairLoss(pair.withLabelSmoothing(0.2)));
        variants.put("reference-free", base.withPairLoss(pair.withReferenceFree(true)));
        variants.put("Jensen-Shannon", base.withPairLoss(pair.withDivergence(Divergence.JS)));
        variants.put("alpha 1", base.withPairLoss(pair.withDivergence(new Divergence.Alpha(1))));
        variants.put("alpha 0.3", base.withPairLoss(pair.withDivergence(new Divergence.Alpha(0.3))));
        variants.put("coefficients", base.withCoefficients(new PairCoefficients(0.5, 2, 0.7)));
        variants.put("standard only", only(base, new PairCoefficients(1, 0, 0)));
        variants.put("revised only", only(base, new PairCoefficients(0, 1, 0)));
        variants.put("revised and its mask", only(base, new PairCoefficients(0, 1, 0.4)));
        variants.put("anchor only", base.withCoefficients(new PairCoefficients(0, 0, 0)));
        variants.put("no contrast", base.withCoefficients(new PairCoefficients(1, 1, 0)));
        variants.put("no anchor", base.withAnchor(Anchor.NONE));
        variants.put("anchor target", base.withAnchor(new Anchor(0.4, 0.3, Anchor.Kind.REVISED_DOWN)));
        variants.put("anchor up", base.withAnchor(new Anchor(1, -0.2, Anchor.Kind.REVISED_UP)));
        variants.put("squared anchor", base.withAnchor(new Anchor(1, 0.3, Anchor.Kind.SQUARED)));
        variants.put("no scores", base.withWeights(new TokenWeights(false, true)));
        variants.put("no image weights", base.withWeights(new TokenWeights(true, false)));
        return variants;
    }

    private static OpaDpoOptions only(OpaDpoOptions base, PairCoefficients coefficients) {
        return base.withCoefficients(coefficients).withAnchor(Anchor.NONE);
    }
}
