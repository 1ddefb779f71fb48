package io.opadpo.trainer.training;

import static io.opadpo.trainer.training.TrainerSettings.named;
import static io.opadpo.trainer.training.TrainerSettings.or;

import io.opadpo.llava.train.ImageMask;
import io.opadpo.llava.train.loss.Anchor;
import io.opadpo.llava.train.loss.Divergence;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.loss.PairCoefficients;
import io.opadpo.llava.train.loss.PairLoss;
import io.opadpo.llava.train.loss.Reduction;
import io.opadpo.llava.train.loss.TokenWeights;
import org.jspecify.annotations.Nullable;

/** What preference trainings optimise: the given options over the published settings. */
final class LossSettings {

    private static final long MASK_SEED = 42;

    private LossSettings() {}

    static OpaDpoOptions opaDpo(TrainingOptions given, int paddedLength) {
        PairCoefficients pairs = PairCoefficients.DEFAULT;
        Anchor anchor = Anchor.DEFAULT;
        return pairs(given, OpaDpoOptions.defaults(), paddedLength)
                .withCoefficients(new PairCoefficients(
                        or(given.standardCoefficient(), pairs.standard()),
                        or(given.revisedCoefficient(), pairs.revised()),
                        or(given.contrastiveCoefficient(), pairs.contrastive())))
                .withAnchor(new Anchor(
                        or(given.anchorCoefficient(), anchor.coefficient()),
                        or(given.anchorTarget(), anchor.target()),
                        given.anchor() == null ? anchor.kind() : named(Anchor.Kind.class, given.anchor())))
                .withWeights(new TokenWeights(or(given.scoreWeights(), true), or(given.imageWeights(), true)));
    }

    static OpaDpoOptions dpo(TrainingOptions given, int paddedLength) {
        return pairs(given, OpaDpoOptions.dpo(), paddedLength);
    }

    static ImageMask mask(TrainingOptions given) {
        long seed = or(given.maskSeed(), MASK_SEED);
        ImageMask standard = ImageMask.defaults(seed);
        return new ImageMask(
                given.mask() == null ? standard.kind() : named(ImageMask.Kind.class, given.mask()),
                or(given.maskRatio(), standard.ratio()),
                seed);
    }

    private static OpaDpoOptions pairs(TrainingOptions given, OpaDpoOptions standard, int paddedLength) {
        PairLoss loss = PairLoss.DEFAULT;
        return standard.withPairLoss(new PairLoss(
                        or(given.beta(), loss.beta()),
                        or(given.labelSmoothing(), loss.labelSmoothing()),
                        or(given.referenceFree(), loss.referenceFree()),
                        divergence(given.divergence())))
                .withReduction(
                        given.reduction() == null ? standard.reduction() : named(Reduction.class, given.reduction()))
                .withPaddedLength(paddedLength);
    }

    private static Divergence divergence(@Nullable String name) {
        if (name == null || name.equals("reverse-kl")) {
            return Divergence.REVERSE_KL;
        }
        if (name.equals("js")) {
            return Divergence.JS;
        }
        int colon = name.indexOf(':');
        return new Divergence.Alpha(colon < 0 ? 1 : Double.parseDouble(name.substring(colon + 1)));
    }
}
