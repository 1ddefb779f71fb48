package io.opadpo.chat.work;

import io.opadpo.chat.CallException;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Waits for others on a job's own thread, and notices meanwhile when the job is to stop. */
public final class Waiting {
    private static final long TICK_MILLIS = 100;

    private Waiting() {}

    /**
     * The value, once it is there.
     *
     * @param subject what is asked for, for the error
     * @throws JobException if it ends in a {@link CallException}
     * @throws io.opadpo.jobs.worker.StopRun if the job is to stop; the request is dropped
     */
    public static <T> T await(JobRun run, Mono<T> mono, String subject) throws JobException, InterruptedException {
        CompletableFuture<T> future = mono.contextCapture().toFuture();
        try {
            while (true) {
                run.checkpoint();
                try {
                    return future.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Not yet: look whether to go on waiting.
                }
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause(), subject);
        } finally {
            future.cancel(true);
        }
    }

    private static JobException failure(@Nullable Throwable cause, String subject) {
        if (cause instanceof CallException call) {
            JobError error = call.about(subject);
            String message = "Could not read " + subject + ": " + error.message();
            return new JobException(new JobError(error.code(), message, error.retryable(), subject), call);
        }
        throw new IllegalStateException("Could not read " + subject, cause);
    }
}
