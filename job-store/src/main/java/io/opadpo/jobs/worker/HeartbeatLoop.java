package io.opadpo.jobs.worker;

import static io.opadpo.jobs.worker.Perseverance.rootMessage;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.Heartbeats;
import io.opadpo.jobs.Signal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the leases of all active runs every sixth of a lease, and passes on what their owners wish. */
final class HeartbeatLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(HeartbeatLoop.class);
    private static final int BEATS_PER_LEASE = 6;
    private static final int SOONER_AFTER_FAILURE = 4;

    private final Heartbeats heartbeats;
    private final Supplier<Collection<ActiveRun>> active;
    private final Duration lease;
    private final CountDownLatch stopped = new CountDownLatch(1);

    HeartbeatLoop(Heartbeats heartbeats, Supplier<Collection<ActiveRun>> active, Duration lease) {
        this.heartbeats = heartbeats;
        this.active = active;
        this.lease = lease;
    }

    @Override
    public void run() {
        try {
            long interval = lease.toNanos() / BEATS_PER_LEASE;
            long wait = interval;
            while (!stopped.await(wait, TimeUnit.NANOSECONDS)) {
                wait = beat() ? interval : interval / SOONER_AFTER_FAILURE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped.countDown();
    }

    /** Whether the database answered. */
    private boolean beat() {
        Map<Claim, ActiveRun> runs =
                active.get().stream().collect(Collectors.toMap(ActiveRun::claim, Function.identity()));
        if (runs.isEmpty()) {
            return true;
        }
        try {
            long sentAt = System.nanoTime();
            heartbeats.heartbeat(runs.keySet(), lease).forEach((claim, signal) -> {
                ActiveRun run = runs.get(claim);
                if (run != null) {
                    heed(run, signal, sentAt);
                }
            });
            return true;
        } catch (RuntimeException e) {
            // The runs notice by themselves when this has gone on for too long.
            log.warn("No heartbeat for {} jobs: {}", runs.size(), rootMessage(e));
            return false;
        }
    }

    private static void heed(ActiveRun run, Signal signal, long sentAt) {
        if (signal != Signal.LOST) {
            run.renewed(sentAt);
        }
        switch (signal) {
            case CONTINUE -> {}
            case PAUSE -> run.stop(StopReason.PAUSE);
            case CANCEL -> run.stop(StopReason.CANCEL);
            case DRAIN -> run.stop(StopReason.DRAIN);
            case LOST -> run.stop(StopReason.LOST);
        }
    }
}
