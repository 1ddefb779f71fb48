package io.opadpo.jobs;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How jobs are kept and run.
 *
 * @param lease how long a worker may be silent before its jobs are given to others. Longer forgives longer pauses of a
 *     process; shorter brings jobs of a dead one back sooner. Heartbeats come every sixth of it
 * @param pollInterval about how often an idle worker looks for jobs. Notifications mostly come first; this is how late a
 *     job starts without them, and how late a retry starts
 * @param concurrency most jobs a worker runs at once. Each takes a thread, and connections if its handler uses them
 * @param maxAttempts errors after which a job is dead, unless it was submitted with its own number
 * @param maxCrashes vanished workers after which a job is dead. Low, because a job that kills its process takes others
 *     down with it
 * @param backoffBase longest rest after a job's first error; it doubles with each further one
 * @param backoffCap longest rest after any error
 * @param reapInterval about how often each worker looks for leases that ran out; adds to the lease before a dead
 *     worker's job starts again
 * @param progressInterval how often a run's progress is written at most. Shorter shows more and writes more rows
 * @param shutdownGrace how long a stopping service waits for its runs to stop. Those that take longer are given back
 *     anyway, and what they still do is refused. Keep it below the orchestrator's patience
 * @param worker the name under which jobs are claimed, or null for one made of host and process
 */
@Validated
@ConfigurationProperties("opadpo.jobs")
public record JobsProperties(
        @DefaultValue("60s") @DurationMin(millis = 600) Duration lease,
        @DefaultValue("1s") @DurationMin(millis = 10) Duration pollInterval,
        @DefaultValue("4") @Min(1) int concurrency,
        @DefaultValue("5") @Min(1) int maxAttempts,
        @DefaultValue("3") @Min(1) int maxCrashes,
        @DefaultValue("2s") @DurationMin(millis = 0) Duration backoffBase,
        @DefaultValue("5m") @DurationMin(millis = 0) Duration backoffCap,
        @DefaultValue("15s") @DurationMin(millis = 10) Duration reapInterval,
        @DefaultValue("1s") @DurationMin(millis = 0) Duration progressInterval,
        @DefaultValue("20s") @DurationMin(millis = 0) Duration shutdownGrace,
        @Nullable String worker) {}
