package io.opadpo.jobs.worker;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.LostLeaseException;
import io.opadpo.jobs.worker.RunListener.End;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

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
    private final Ended ended;
    private final Perseverance persevering = new Perseverance();
    private End end = End.LOST;

    RunTask(ActiveRun run, JobHandler handler, JobLeases leases, Ended ended) {
        this.run = run;
        this.handler = handler;
        this.leases = leases;
        this.ended = ended;
    }

    @Override
    public void run() {
        MDC.put("job", run.job().id().toString());
        long start = System.nanoTime();
        try {
            Runnable report = execute();
            persevering.until(run::expired, report);
        } catch (LostLeaseException e) {
            end = End.LOST;
            log.warn("{}; somebody else goes on with it", e.getMessage());
        } catch (RuntimeException e) {
            end = End.LOST;
            log.error(
                    "Could not report the end of job {}; its lease will run out",
                    run.job().id(),
                    e);
        } finally {
            MDC.remove("job");
            ended.of(run, end, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Runs the handler; what comes back tells the store. */
    private Runnable execute() {
        try {
            JobOutcome outcome = handler.run(run);
            run.flushProgress();
            end = End.SUCCEEDED;
            return () -> leases.complete(run.claim(), outcome.result());
        } catch (StopRun e) {
            log.info("Stopped job {}: {}", run.job().id(), e.reason());
            end = stopped(e.reason());
            return () -> leases.release(run.claim());
        } catch (LostLeaseException e) {
            throw e;
        } catch (JobException e) {
            log.warn("Job {} failed: {}", run.job().id(), e.getMessage(), e.getCause());
            end = End.FAILED;
            return () -> leases.fail(run.claim(), e.error());
        } catch (Throwable e) {
            return unexpected(e);
        }
    }

    private Runnable unexpected(Throwable e) {
        if (run.stopRequested()) {
            // A run that is told to stop may be torn out of whatever it waits for.
            log.info("Stopped job {}: {}", run.job().id(), run.stopReason().orElseThrow(), e);
            end = stopped(run.stopReason().orElseThrow());
            return () -> leases.release(run.claim());
        }
        log.error("Job {} failed unexpectedly", run.job().id(), e);
        end = End.FAILED;
        // The message of an unknown exception may hold what its owner must not see.
        JobError error = new JobError("INTERNAL", "An unexpected error; the worker's log has the details", true);
        return () -> leases.fail(run.claim(), error);
    }

    private static End stopped(StopReason reason) {
        return reason == StopReason.LOST ? End.LOST : End.STOPPED;
    }
}
