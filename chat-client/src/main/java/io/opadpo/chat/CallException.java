package io.opadpo.chat;

import io.opadpo.jobs.JobError;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
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
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /**
     * Whether the service may have done its work all the same, and charge for it: it fell silent, or what it sent did not
     * arrive whole. One that answers with an error, or cannot be reached at all, does not.
     */
    public boolean mayBePaid() {
        return switch (failure) {
            case TIMEOUT, UNREACHABLE, MALFORMED_RESPONSE, RESPONSE_TOO_LARGE -> !notConnected(getCause());
            default -> false;
        };
    }

    private static boolean notConnected(@Nullable Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** The same without a secret that the service may have quoted. */
    CallException without(@Nullable String secret) {
        return secret == null || !reason.contains(secret)
                ? this
                : new CallException(failure, reason.replace(secret, "***"), retryAfter, getCause());
    }
}
