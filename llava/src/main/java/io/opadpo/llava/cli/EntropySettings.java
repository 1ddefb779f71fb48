package io.opadpo.llava.cli;

import io.opadpo.llava.train.EntropyTerm;
import io.opadpo.llava.train.ImageMask;
import picocli.CommandLine.Option;

/** OPA's entropy term; there only where its coefficient is given. */
final class EntropySettings {

    @Option(
            names = "--entropy",
            paramLabel = "C",
            required = true,
            description = "coefficient of a term that makes answers less certain when the image is masked (1 in the"
                    + " published code where it is on; off by default, as there)")
    private double coefficient;

    @Option(
            names = "--entropy-decay",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "what the coefficient is multiplied by at each step (default: ${DEFAULT-VALUE})")
    private double decay;

    @Option(
            names = "--entropy-mask",
            paramLabel = "random|blockwise|attention",
            defaultValue = "random",
            description =
                    "what is masked, as with train opa-dpo; --seed decides which part (default: ${DEFAULT-VALUE})")
    private ImageMask.Kind mask = ImageMask.Kind.RANDOM;

    @Option(
            names = "--entropy-ratio",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "share of the image that is masked (default: ${DEFAULT-VALUE})")
    private double ratio;

    /** @throws IllegalArgumentException naming what is out of range */
    EntropyTerm term(long seed) {
        return new EntropyTerm(coefficient, decay, new ImageMask(mask, ratio, seed));
    }
}
