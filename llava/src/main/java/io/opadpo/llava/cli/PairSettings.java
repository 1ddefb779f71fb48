package io.opadpo.llava.cli;

import io.opadpo.llava.train.data.Encoding;
import io.opadpo.llava.train.loss.Divergence;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.loss.PairLoss;
import io.opadpo.llava.train.loss.Reduction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How preferred and rejected answers are compared, in plain DPO and in OPA-DPO. */
final class PairSettings {

    @Option(
            names = "--beta",
            defaultValue = "0.1",
            description = "scales log-ratios into rewards (default: ${DEFAULT-VALUE})")
    private double beta;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of pairs taken to be the wrong way round (default: ${DEFAULT-VALUE})")
    private double labelSmoothing;

    @Option(
            names = "--reference-free",
            description = "compare log-probabilities instead of log-ratios to the reference")
    private boolean referenceFree;

    @Option(
            names = "--divergence",
            paramLabel = "reverse-kl|js|alpha[:A]",
            defaultValue = "reverse-kl",
            converter = DivergenceConverter.class,
            description = "what ties the policy to the reference (default: ${DEFAULT-VALUE})")
    private Divergence divergence = Divergence.REVERSE_KL;

    @Option(
            names = "--reduction",
            paramLabel = "token|sequence",
            description = "what a term is taken at (default: token, as published, for opa-dpo; sequence for dpo)")
    private @Nullable Reduction reduction;

    @Option(
            names = "--encoding",
            paramLabel = "tidy|reference",
            defaultValue = "tidy",
            description =
                    "token ids as the model writes them, or as the published code does (default: ${DEFAULT-VALUE})")
    Encoding encoding = Encoding.TIDY;

    /**
     * These settings over others.
     *
     * @param paddedLength positions that the token-wise reduction divides by
     * @throws IllegalArgumentException naming what is out of range
     */
    OpaDpoOptions over(OpaDpoOptions standard, int paddedLength) {
        return standard.withPairLoss(new PairLoss(beta, labelSmoothing, referenceFree, divergence))
                .withReduction(reduction == null ? standard.reduction() : reduction)
                .withPaddedLength(paddedLength);
    }

    static final class DivergenceConverter implements ITypeConverter<Divergence> {
        private static final String ALPHA = "alpha:";

        @Override
        public Divergence convert(String value) {
            return switch (value) {
                case "reverse-kl" -> Divergence.REVERSE_KL;
                case "js" -> Divergence.JS;
                case "alpha" -> new Divergence.Alpha(1);
                default -> alpha(value);
            };
        }

        private static Divergence alpha(String value) {
            if (!value.startsWith(ALPHA)) {
                throw new TypeConversionException("'" + value + "' is not reverse-kl, js, alpha or alpha:A");
            }
            try {
                return new Divergence.Alpha(Double.parseDouble(value.substring(ALPHA.length())));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "': " + e.getMessage());
            }
        }
    }
}
