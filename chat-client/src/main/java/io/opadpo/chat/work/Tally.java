package io.opadpo.chat.work;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts a job's items as they end, and tells when too many have failed. */
final class Tally {
    private final long total;
    private final String unit;
    private final double failureLimit;
    private final long start = System.nanoTime();
    private long doneBefore;
    private long done;
    private long failed;
    private boolean retryable;
    private @Nullable JobError first;
    private @Nullable JobError hopeless;

    /**
     * @param total items of the job, those of earlier runs included
     * @param failureLimit the share of them that may fail
     */
    Tally(long total, String unit, double failureLimit) {
        this.total = total;
        this.unit = unit;
        this.failureLimit = failureLimit;
    }

    /** An item was done in an earlier run. */
    void before() {
        doneBefore++;
    }

    void add(Finished finished) {
        JobError error = finished.write().error();
        if (finished.write().state() == ItemState.DONE || error == null) {
            done++;
            return;
        }
        failed++;
        retryable |= error.retryable();
        first = first == null ? error : first;
        if (finished.hopeless() && hopeless == null) {
            hopeless = error;
        }
    }

    /** Ends the job if what has failed by now is too much, whatever comes of the rest. */
    void check() throws JobException {
        if (hopeless != null) {
            throw failure("", hopeless, hopeless.code(), hopeless.retryable());
        }
        if (first != null && failed > failureLimit * total) {
            throw tooMany(first);
        }
    }

    /** Ends the job if nothing at all was done. */
    void checkAtEnd() throws JobException {
        check();
        if (doneBefore + done == 0) {
            throw first == null
                    ? new JobException("NOTHING_TO_DO", "There are no " + unit + " to work on", false)
                    : tooMany(first);
        }
    }

    private JobException tooMany(JobError first) {
        return failure("the first, ", first, "TOO_MANY_FAILED", retryable);
    }

    private JobException failure(String which, JobError reason, String code, boolean again) {
        String message = "%d of %d %s failed; %s'%s', with %s: %s"
                .formatted(failed, total, unit, which, reason.subject(), reason.code(), reason.message());
        return new JobException(new JobError(code, message, again, reason.subject()), null);
    }

    /** How far the job is; the time left goes by the pace of this run. */
    Progress progress(String note) {
        long ended = done + failed;
        long left = Math.max(0, total - doneBefore - ended);
        Duration eta = ended == 0 ? null : Duration.ofNanos((System.nanoTime() - start) / ended * left);
        String message = Stream.of(failed == 0 ? "" : failed + " failed", note)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return new Progress(doneBefore + ended, total, unit, eta, message.isEmpty() ? null : message);
    }
}
