package io.opadpo.chat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * How long to go on asking an endpoint that may come back. Rests grow and have full jitter, so that many callers do not
 * come back as one; an endpoint that says when to come back is not asked before.
 *
 * @param base longest rest after the first failure; it doubles with each further one
 * @param cap longest rest, whatever the number of failures
 * @param within no new try this long after the first failure. Longer outlasts longer outages, and keeps an item's place busy meanwhile
 */
public record Retries(
        @DefaultValue("500ms") @DurationMin(millis = 1) Duration base,
        @DefaultValue("30s") @DurationMin(millis = 1) Duration cap,
        @DefaultValue("10m") @DurationMin(millis = 0) Duration within) {
    /** Asks once. */
    public static final Retries NONE = new Retries(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);

    private static final int MOST_MALFORMED = 2;

    /** For one request: asks again while the failure may pass. */
    public Retry retry(RandomGenerator random) {
        AtomicLong first = new AtomicLong();
        AtomicInteger malformed = new AtomicInteger();
        return Retry.from(failures -> failures.concatMap(signal -> {
            Throwable failure = signal.failure();
            if (!(failure instanceof CallException call) || !mayPass(call.failure(), malformed)) {
                return Mono.error(failure);
            }
            long now = System.nanoTime();
            first.compareAndSet(0, now);
            Duration rest = rest(call, signal.totalRetries(), random);
            boolean late = now - first.get() + rest.toNanos() >= within.toNanos();
            return late ? Mono.error(failure) : Mono.delay(rest);
        }));
    }

    private static boolean mayPass(CallFailure failure, AtomicInteger malformed) {
        return failure.retryable()
                && !(failure == CallFailure.MALFORMED_RESPONSE && malformed.incrementAndGet() > MOST_MALFORMED);
    }

    Duration rest(CallException call, long retries, RandomGenerator random) {
        double longest = Math.min(cap.toNanos(), base.toNanos() * Math.pow(2, retries));
        Duration jittered = Duration.ofNanos((long) (random.nextDouble() * longest));
        Duration asked = call.retryAfter();
        return asked == null ? jittered : asked.plus(jittered);
    }
}
