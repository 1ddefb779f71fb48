package io.opadpo.dataset.source;

import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import org.springframework.web.reactive.function.client.WebClientException;

/** An answer that is none of success. */
final class HubStatusException extends WebClientException {
    private final int status;

    HubStatusException(int status) {
        super("HTTP " + status);
        this.status = status;
    }

    JobException asJobException() {
        boolean retryable = status == 429 || status >= 500;
        String why = status == 401 || status == 403 || status == 404
                ? "has no such data set, revision or file, or wants a token that may read it"
                : "refuses";
        return new JobException(
                retryable ? "SOURCE_UNAVAILABLE" : "BAD_SOURCE",
                "The hub " + why + " (HTTP " + status + ")",
                retryable);
    }

    /** What may pass is tried again at once, by whoever downloads. */
    JobException asDownloadFailure() throws IOException {
        JobException failure = asJobException();
        if (failure.error().retryable()) {
            throw new IOException(failure.error().message());
        }
        return failure;
    }
}
