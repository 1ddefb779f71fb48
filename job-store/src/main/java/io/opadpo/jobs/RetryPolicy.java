package io.opadpo.jobs;

import java.time.Duration;

/** How long a job rests after an error. */
@FunctionalInterface
public interface RetryPolicy {
    /**
     * The rest before the next run.
     *
     * @param errors failed runs so far, the one that just ended included; at least 1
     */
    Duration delay(int errors);
}
