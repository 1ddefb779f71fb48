package io.opadpo.llava.train.data;

import org.jspecify.annotations.Nullable;

/** One sample cannot be used; those after it still can. */
public class SampleException extends DataException {

    private final String sample;
    private final DropReason reason;
    private final String detail;

    SampleException(String sample, DropReason reason, String problem) {
        this(sample, reason, problem, null);
    }

    SampleException(String sample, DropReason reason, String problem, @Nullable Throwable cause) {
        super(sample + ": " + problem, cause);
        this.sample = sample;
        this.reason = reason;
        this.detail = problem;
    }

    /** The sample's id, or its file and line when it has none that could be read. */
    public String sample() {
        return sample;
    }

    public DropReason reason() {
        return reason;
    }

    /** The message without the sample's name. */
    String detail() {
        return detail;
    }
}
