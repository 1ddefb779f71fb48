package io.opadpo.jobs.worker;

import io.micrometer.observation.ObservationRegistry;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.Heartbeats;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobsProperties;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Claims jobs while there is room, runs them, and keeps their leases. Starts with the application and stops first: it
 * claims nothing more, asks its runs to stop, waits, and gives the jobs back with no attempt consumed.
 */
public final class JobWorker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    private final JobsProperties properties;
    private final Map<String, JobHandler> handlers;
    private final JobLeases leases;
    private final RunListener listener;
    private final ObservationRegistry observations;
    private final String name;
    private final Set<ActiveRun> active = ConcurrentHashMap.newKeySet();
    private final Wakeup wakeup = new Wakeup();
    private final HeartbeatLoop heartbeats;
    private final Notifications notifications;
    private final ExecutorService runs = Executors.newCachedThreadPool(task -> new Thread(task, "job-run"));
    private volatile boolean running;
    private @Nullable Thread polling;
    private long nextReap = System.nanoTime();

    JobWorker(
            JobsProperties properties,
            Collection<JobHandler> handlers,
            JobLeases leases,
            Heartbeats heartbeats,
            DataSource listening,
            RunListener listener,
            ObservationRegistry observations) {
        this.properties = properties;
        this.handlers = handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
        this.leases = leases;
        this.listener = listener;
        this.observations = observations;
        this.name = properties.worker() == null ? WorkerName.ofThisProcess() : properties.worker();
        this.heartbeats = new HeartbeatLoop(heartbeats, () -> Set.copyOf(active), properties.lease());
        this.notifications = new Notifications(listening, this.handlers.keySet(), wakeup);
    }

    @Override
    public synchronized void start() {
        running = true;
        start("job-heartbeats", heartbeats, true);
        start("job-notifications", notifications, true);
        // Not a daemon: a service that has nothing but its worker stays alive.
        polling = start("job-poll", this::poll, false);
    }

    @Override
    public synchronized void stop() {
        long deadline = System.nanoTime() + properties.shutdownGrace().toNanos();
        running = false;
        wakeup.wake();
        try {
            if (polling != null) {
                TimeUnit.NANOSECONDS.timedJoin(polling, left(deadline));
            }
            active.forEach(run -> run.stop(StopReason.SHUTDOWN));
            runs.shutdown();
            if (!runs.awaitTermination(left(deadline), TimeUnit.NANOSECONDS)) {
                active.forEach(this::giveBack);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            runs.shutdownNow();
            heartbeats.stop();
            notifications.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void poll() {
        while (running) {
            try {
                if (step()) {
                    wakeup.await(properties.pollInterval());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Reaps if it is time, claims if there is room; whether there is nothing left to do for now. */
    private boolean step() {
        try {
            if (System.nanoTime() - nextReap >= 0) {
                nextReap = System.nanoTime() + jittered(properties.reapInterval());
                listener.expired(leases.reap());
            }
            int room = properties.concurrency() - active.size();
            if (room <= 0) {
                return true;
            }
            long before = System.nanoTime();
            Collection<ClaimedJob> claimed = leases.claim(name, handlers.keySet(), room, properties.lease());
            claimed.forEach(job -> run(job, before));
            return claimed.size() < room;
        } catch (RuntimeException e) {
            log.warn("Could not look for jobs: {}", Perseverance.rootMessage(e));
            return true;
        }
    }

    private void run(ClaimedJob claimed, long claimedAt) {
        ActiveRun run = new ActiveRun(claimed, leases, properties.lease(), properties.progressInterval(), claimedAt);
        JobHandler handler = handlers.get(claimed.job().kind());
        if (!running || handler == null) {
            giveBack(run);
            return;
        }
        active.add(run);
        listener.claimed(claimed.job().kind());
        runs.execute(new RunTask(run, handler, leases, observations, this::ended));
    }

    private void ended(ActiveRun run, RunListener.End end, Duration took) {
        active.remove(run);
        wakeup.wake();
        listener.ended(run.job().kind(), end, took);
    }

    private void giveBack(ActiveRun run) {
        try {
            leases.release(run.claim());
        } catch (RuntimeException e) {
            log.warn("Could not give back job {}: {}", run.job().id(), Perseverance.rootMessage(e));
        }
    }

    private static Thread start(String name, Runnable task, boolean daemon) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(daemon);
        thread.start();
        return thread;
    }

    private static long left(long deadline) {
        return Math.max(1, deadline - System.nanoTime());
    }

    private static long jittered(Duration about) {
        return (long) (about.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1.5));
    }
}
