package io.opadpo.jobs.worker;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A job in this worker's hands. */
final class ActiveRun implements JobRun {
    /** Parameters are spelt as all JSON of the platform is. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final ClaimedJob claimed;
    private final JobLeases leases;
    private final Duration lease;
    private final ProgressLine progress;
    private final Perseverance persevering = new Perseverance();
    private final AtomicReference<StopReason> stop = new AtomicReference<>();
    private volatile long renewed;

    /**
     * @param claimedAt {@link System#nanoTime} before the claim was sent: the lease is not younger than that
     */
    ActiveRun(ClaimedJob claimed, JobLeases leases, Duration lease, Duration progressInterval, long claimedAt) {
        this.claimed = claimed;
        this.leases = leases;
        this.lease = lease;
        this.renewed = claimedAt;
        this.progress = new ProgressLine(
                next -> persevering.until(this::stopped, () -> leases.progress(claimed.claim(), next)),
                progressInterval);
    }

    @Override
    public Job job() {
        return claimed.job();
    }

    @Override
    public Claim claim() {
        return claimed.claim();
    }

    /** W3C trace context under which the job was submitted, or null. */
    @Nullable
    String traceparent() {
        return claimed.traceparent();
    }

    @Override
    public <T> T parameters(Class<T> type) throws JobException {
        try {
            return JSON.treeToValue(job().parameters(), type);
        } catch (JacksonException e) {
            throw new JobException(new JobError("INVALID_PARAMETERS", e.getOriginalMessage(), false), e);
        }
    }

    @Override
    public void progress(Progress next) {
        progress.put(next);
    }

    /** Writes progress that was held back. */
    void flushProgress() {
        progress.flush();
    }

    @Override
    public void event(String type, JsonNode data) {
        persevering.until(this::stopped, () -> leases.event(claim(), type, data));
    }

    @Override
    public JobItems items() {
        return new JobItems() {
            @Override
            public Set<String> done() {
                return persevering.until(ActiveRun.this::stopped, () -> leases.doneItems(claim()));
            }

            @Override
            public void put(Collection<ItemWrite> items) {
                persevering.until(ActiveRun.this::stopped, () -> leases.putItems(claim(), items));
            }
        };
    }

    @Override
    public Optional<StopReason> stopReason() {
        // By this process's monotonic clock: it goes on while the process is stopped, and nobody can set it.
        if (silence() > lease.toNanos() / 2) {
            stop(StopReason.LOST);
        }
        return Optional.ofNullable(stop.get());
    }

    /** Tells the run to stop; the first reason stays. */
    void stop(StopReason reason) {
        stop.compareAndSet(null, reason);
    }

    /** The lease was extended by a heartbeat sent at this {@link System#nanoTime}. */
    void renewed(long sentAt) {
        renewed = sentAt;
    }

    /** Whether the lease must have run out. */
    boolean expired() {
        return silence() > lease.toNanos();
    }

    private boolean stopped() {
        return stopRequested();
    }

    private long silence() {
        return System.nanoTime() - renewed;
    }
}
