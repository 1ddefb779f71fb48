package io.opadpo.jobs.worker;

import io.opadpo.jobs.JobError;
import org.jspecify.annotations.Nullable;

/** A failure that a handler understands. Its error is stored and shown to the job's owner. */
public class JobException extends Exception {
    private final transient JobError error;

    /** A failure without a cause to log. */
    public JobException(String code, String message, boolean retryable) {
        this(new JobError(code, message, retryable), null);
    }

    /** A failure; the cause is logged, not stored. */
    public JobException(JobError error, @Nullable Throwable cause) {
        super(error.code() + ": " + error.message(), cause);
        this.error = error;
    }

    /** What is stored. */
    public JobError error() {
        return error;
    }
}
