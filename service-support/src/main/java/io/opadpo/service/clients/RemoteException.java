package io.opadpo.service.clients;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import org.jspecify.annotations.Nullable;

/** Another service refused, or could not be reached. */
public class RemoteException extends RuntimeException {
    private final String service;
    private final int status;
    private final String code;
    private final boolean retryable;

    RemoteException(String service, int status, String code, String detail, @Nullable Throwable cause) {
        super(service + ": " + detail, cause);
        this.service = service;
        this.status = status;
        this.code = code;
        this.retryable = status == 0 || status == 429 || status >= 500;
    }

    /** Who was called. */
    public String service() {
        return service;
    }

    /** The HTTP status, or 0 if there was no answer. */
    public int status() {
        return status;
    }

    /** The problem's code, such as {@code not_found}; {@code unavailable} if there was no answer. */
    public String code() {
        return code;
    }

    /** Whether the same call may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** The same as the end of a job's attempt. */
    public JobException asJobException() {
        String message = String.valueOf(getMessage());
        return new JobException(
                new JobError("REMOTE_" + code.toUpperCase(java.util.Locale.ROOT), message, retryable), this);
    }
}
