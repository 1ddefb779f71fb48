package io.opadpo.jobs.worker;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Lets a thread wait until there is something to do. A call that comes while it is busy is not lost. */
final class Wakeup {
    private final Semaphore calls = new Semaphore(0);

    void wake() {
        calls.release();
    }

    /** Waits for a call, at most about this long: half to one and a half, so that many waiters spread out. */
    void await(Duration about) throws InterruptedException {
        long nanos = (long) (about.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1.5));
        if (calls.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            calls.drainPermits();
        }
    }
}
