package io.opadpo.jobs.worker;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.LostLeaseException;
import io.opadpo.jobs.worker.RunListener.End;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a handler and reports how it ended. */
final class RunTask implements Runnable {
    /** Hears that it is over. */
    @FunctionalInterface
    interface Ended {
        void of(ActiveRun run, End end, Duration took);
    }

    private static final Logger log = LoggerFactory.getLogger(RunTask.class);

    private final ActiveRun run;
    private final JobHandler handler;
    private final JobLeases leases;
    private final ObservationRegistry observations;
    private final Ended ended;
    private final Perseverance persevering = new Perseverance();

    RunTask(ActiveRun run, JobHandler handler, JobLeases leases, ObservationRegistry observations, Ended ended) {
        this.run = run;
        this.handler = handler;
        this.leases = leases;
        this.observations = observations;
        this.ended = ended;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        End end = End.LOST;
        try {
            end = observed();
        } finally {
            ended.of(run, end, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private End observed() {
        try (RunLog said = RunLog.open(run.job())) {
            Observation observation = RunTrace.of(run, observations).start();
            try (Observation.Scope scope = observation.openScope()) {
                // These two lines tell of a job that has nothing to complain of, and name its trace.
                log.info("Running job {}", run.job().id());
                End end = work(observation);
                log.info("Job {} ended: {}", run.job().id(), end.label());
                RunTrace.ended(observation, end);
                return end;
            } finally {
                observation.stop();
            }
        }
    }

    private End work(Observation observation) {
        try {
            Supplier<End> report = execute(observation);
            return persevering.until(run::expired, report);
        } catch (LostLeaseException e) {
            log.warn("{}; somebody else goes on with it", e.getMessage());
        } catch (RuntimeException e) {
            log.error(
                    "Could not report the end of job {}; its lease will run out",
                    run.job().id(),
                    e);
        }
        return End.LOST;
    }

    /** Runs the handler; what comes back tells the store. */
    private Supplier<End> execute(Observation observation) {
        try {
            JobOutcome outcome = handler.run(run);
            run.flushProgress();
            return () -> {
                leases.complete(run.claim(), outcome.result());
                return End.SUCCEEDED;
            };
        } catch (StopRun e) {
            log.info("Stopped job {}: {}", run.job().id(), e.reason());
            return () -> release(e.reason());
        } catch (LostLeaseException e) {
            throw e;
        } catch (JobException e) {
            log.warn("Job {} failed: {}", run.job().id(), e.getMessage(), e.getCause());
            observation.error(e);
            return () -> fail(e.error());
        } catch (Throwable e) {
            return unexpected(e, observation);
        }
    }

    private Supplier<End> unexpected(Throwable e, Observation observation) {
        if (run.stopRequested()) {
            // A run that is told to stop may be torn out of whatever it waits for.
            StopReason reason = run.stopReason().orElseThrow();
            log.info("Stopped job {}: {}", run.job().id(), reason, e);
            return () -> release(reason);
        }
        log.error("Job {} failed unexpectedly", run.job().id(), e);
        // The message of an unknown exception may hold what its owner must not see.
        JobError error = new JobError("INTERNAL", "An unexpected error; the worker's log has the details", true);
        observation.error(new JobException(error, null));
        return () -> fail(error);
    }

    private End release(StopReason reason) {
        leases.release(run.claim());
        return reason == StopReason.LOST ? End.LOST : End.STOPPED;
    }

    private End fail(JobError error) {
        return switch (leases.fail(run.claim(), error)) {
            case DEAD -> End.DEAD;
            case CANCELLED -> End.STOPPED;
            default -> End.RETRIED;
        };
    }
}
