package io.opadpo.llava.train.data;

import org.jspecify.annotations.Nullable;

/** A corrector's report that does not have the form asked for. */
public final class ReportException extends SampleException {

    private final String field;

    ReportException(String sample, String field, String problem) {
        this(sample, field, problem, null);
    }

    ReportException(String sample, String field, String problem, @Nullable Throwable cause) {
        super(
                sample,
                DropReason.BAD_REPORT,
                (field.isEmpty() ? "report " : "report field " + field + " ") + problem,
                cause);
        this.field = field;
    }

    /** Path of the field, such as {@code 3.score}; empty for the report as a whole. */
    public String field() {
        return field;
    }
}
