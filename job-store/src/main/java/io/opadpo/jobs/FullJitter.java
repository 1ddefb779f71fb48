package io.opadpo.jobs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: uniform between nothing and {@code min(cap, base · 2^(errors − 1))}, so that jobs
 * that failed together do not come back together.
 *
 * @param base longest rest after the first error
 * @param cap longest rest ever
 * @param random where chance comes from
 */
public record FullJitter(Duration base, Duration cap, RandomGenerator random) implements RetryPolicy {
    @Override
    public Duration delay(int errors) {
        double ceiling = Math.min((double) cap.toMillis(), base.toMillis() * Math.pow(2, errors - 1));
        return Duration.ofMillis((long) (random.nextDouble() * ceiling));
    }
}
