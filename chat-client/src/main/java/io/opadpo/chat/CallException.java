package io.opadpo.chat;

import io.opadpo.jobs.JobError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A service gave no reply that we can use. The message is fit for a job's owner: it holds no secret. */
public final class CallException extends RuntimeException {
    private final CallFailure failure;
    private final String reason;
    private final @Nullable Duration retryAfter;

    public CallException(CallFailure failure, String reason, @Nullable Throwable cause) {
        this(failure, reason, null, cause);
    }

    CallException(CallFailure failure, String reason, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(reason, cause);
        this.failure = failure;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** What happened. */
    public CallFailure failure() {
        return failure;
    }

    /** The same as a job or an item keeps it. */
    public JobError about(String subject) {
        return new JobError(failure.name(), reason, failure.retryable(), subject);
    }

    /** How long the service wants to be left alone, if it said so. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
