package io.opadpo.jobs;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is.
 *
 * @param done units finished
 * @param total units in all, or null while unknown
 * @param unit what is counted, such as {@code samples} or {@code steps}
 * @param eta time left by the worker's estimate, or null
 * @param message what is going on, or null
 */
public record Progress(
        long done,
        @Nullable Long total,
        String unit,
        @Nullable Duration eta,
        @Nullable String message) {
    public Progress {
        if (done < 0 || (total != null && total < 0)) {
            throw new IllegalArgumentException("Progress counts up from zero: " + done + " of " + total);
        }
    }

    /** Progress without an estimate or a message. */
    public static Progress of(long done, long total, String unit) {
        return new Progress(done, total, unit, null, null);
    }
}
