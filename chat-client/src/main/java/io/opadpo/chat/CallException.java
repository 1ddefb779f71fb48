package io.opadpo.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A service gave no reply that we can use. The message is fit for a job's owner: it holds no secret. */
public final class CallException extends RuntimeException {
    private final CallFailure failure;
    private final @Nullable Duration retryAfter;

    public CallException(CallFailure failure, String message, @Nullable Throwable cause) {
        this(failure, message, null, cause);
    }

    CallException(
            CallFailure failure, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    /** What happened. */
    public CallFailure failure() {
        return failure;
    }

    /** How long the endpoint wants to be left alone, if it said so. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
