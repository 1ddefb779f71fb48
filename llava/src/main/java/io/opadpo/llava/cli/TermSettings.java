package io.opadpo.llava.cli;

import io.opadpo.llava.train.ImageMask;
import io.opadpo.llava.train.loss.Anchor;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.loss.PairCoefficients;
import io.opadpo.llava.train.loss.TokenWeights;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The terms of OPA-DPO; a coefficient of 0 turns its term off. */
final class TermSettings {

    @Option(
            names = "--standard-coefficient",
            paramLabel = "C",
            defaultValue = "1",
            description = "of standard over original answers (default: ${DEFAULT-VALUE})")
    private double standard;

    @Option(
            names = "--revised-coefficient",
            paramLabel = "C",
            defaultValue = "1",
            description = "of revised over original answers (default: ${DEFAULT-VALUE})")
    private double revised;

    @Option(
            names = "--contrastive-coefficient",
            paramLabel = "C",
            defaultValue = "0.2",
            description = "of answers given the image over the same given the masked image (default: ${DEFAULT-VALUE})")
    private double contrastive;

    @Option(
            names = "--anchor-coefficient",
            paramLabel = "C",
            defaultValue = "1",
            description = "of the anchor (default: ${DEFAULT-VALUE})")
    private double anchorCoefficient;

    @Option(
            names = "--anchor",
            paramLabel = "revised-down|revised-up|squared",
            defaultValue = "revised-down",
            converter = AnchorConverter.class,
            description = "what the anchor does with revised answers; down is the published code's way, up the paper's"
                    + " figure's (default: ${DEFAULT-VALUE})")
    private Anchor.Kind anchorKind = Anchor.Kind.REVISED_DOWN;

    @Option(
            names = "--anchor-target",
            paramLabel = "REWARD",
            defaultValue = "0",
            description = "the reward that rewards are held against (default: ${DEFAULT-VALUE})")
    private double anchorTarget;

    @Option(names = "--no-score-weights", description = "the report's scores do not weigh tokens")
    private boolean noScoreWeights;

    @Option(names = "--no-image-weights", description = "the report's image errors do not weigh tokens")
    private boolean noImageWeights;

    @Option(
            names = "--mask",
            paramLabel = "random|blockwise|attention",
            defaultValue = "random",
            description =
                    "what is masked: single pixels, blocks of 14, or the image's positions in the decoder, which nothing"
                            + " attends to then (default: ${DEFAULT-VALUE})")
    private ImageMask.Kind mask = ImageMask.Kind.RANDOM;

    @Option(
            names = "--mask-ratio",
            paramLabel = "SHARE",
            defaultValue = "0.3",
            description = "share of the image that is masked (default: ${DEFAULT-VALUE})")
    private double maskRatio;

    @Option(names = "--mask-seed", defaultValue = "42", description = "decides which part (default: ${DEFAULT-VALUE})")
    private long maskSeed;

    /** @throws IllegalArgumentException naming what is out of range */
    OpaDpoOptions over(OpaDpoOptions options) {
        return options.withCoefficients(new PairCoefficients(standard, revised, contrastive))
                .withAnchor(new Anchor(anchorCoefficient, anchorTarget, anchorKind))
                .withWeights(new TokenWeights(!noScoreWeights, !noImageWeights));
    }

    /** @throws IllegalArgumentException naming what is out of range */
    ImageMask imageMask() {
        return new ImageMask(mask, maskRatio, maskSeed);
    }

    static final class AnchorConverter implements ITypeConverter<Anchor.Kind> {
        @Override
        public Anchor.Kind convert(String value) {
            try {
                return Anchor.Kind.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is not revised-down, revised-up or squared");
            }
        }
    }
}
