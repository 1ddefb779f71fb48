package io.opadpo.jobs.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread, process or server is about to do. */
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(40);
    private static final long LOOK_AGAIN_NANOS = 10_000_000;

    private Await() {}

    /** Returns once the condition holds; fails if it has not in forty seconds. */
    public static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new AssertionError("Waited in vain until " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
