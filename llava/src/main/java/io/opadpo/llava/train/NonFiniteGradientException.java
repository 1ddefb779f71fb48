package io.opadpo.llava.train;

import io.opadpo.llava.LlavaException;
import java.util.List;

/** A gradient that is NaN or infinite, though losses are finite. No parameter was touched. */
public final class NonFiniteGradientException extends LlavaException {

    private final List<String> samples;

    NonFiniteGradientException(long step, List<String> samples, boolean alone) {
        super("step " + step + ": the gradient is not finite; "
                + (alone ? "it comes from samples " : "no sample's alone is, only the sum over samples ") + samples);
        this.samples = List.copyOf(samples);
    }

    /** Ids of the samples at fault. */
    public List<String> samples() {
        return samples;
    }
}
