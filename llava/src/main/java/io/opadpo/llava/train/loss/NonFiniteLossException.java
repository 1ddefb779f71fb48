package io.opadpo.llava.train.loss;

import io.opadpo.llava.LlavaException;
import java.util.List;

/** Log-probabilities, a loss or its gradient are NaN or infinite: the model diverged, or the samples break it. */
public final class NonFiniteLossException extends LlavaException {

    private final List<String> samples;

    NonFiniteLossException(List<NonFinite> found) {
        super("Not finite: "
                + String.join("; ", found.stream().map(NonFinite::describe).toList()));
        this.samples = found.stream().map(NonFinite::sample).toList();
    }

    /** Ids of the samples at fault. */
    public List<String> samples() {
        return samples;
    }
}
