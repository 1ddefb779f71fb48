package io.opadpo.service.retention;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Calls all {@link Sweep}s, one after the other, at intervals. */
public class Sweeps implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Sweeps.class);

    private final List<Sweep> sweeps;
    private final OneAtATime oneAtATime;
    private final Duration interval;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("sweep-"));
    private volatile boolean running;

    Sweeps(List<Sweep> sweeps, OneAtATime oneAtATime, Duration interval) {
        this.sweeps = List.copyOf(sweeps);
        this.oneAtATime = oneAtATime;
        this.interval = interval;
    }

    /** Calls each sweep once; one that fails keeps none of the others from its work. */
    public void sweep() {
        for (Sweep sweep : sweeps) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                long removed = sweep.shared()
                        ? oneAtATime.run(sweep.name(), sweep::sweep).orElse(0L)
                        : sweep.sweep();
                if (removed > 0) {
                    log.info("Removed {} of {}", removed, sweep.name());
                }
            } catch (RuntimeException e) {
                log.warn("Could not remove all of {} that is to go", sweep.name(), e);
            }
        }
    }

    /** First after about an interval; replicas that start together do not all come at once. */
    @Override
    public void start() {
        running = true;
        long nanos = interval.toNanos();
        long first = (long) (nanos * ThreadLocalRandom.current().nextDouble(0.5, 1.5));
        thread.scheduleWithFixedDelay(this::sweep, first, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
