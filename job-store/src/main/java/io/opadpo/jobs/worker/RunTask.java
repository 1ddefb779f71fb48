package io.opadpo.jobs.worker;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.LostLeaseException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs a handler and reports how it ended. */
final class RunTask implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(RunTask.class);

    private final ActiveRun run;
    private final JobHandler handler;
    private final JobLeases leases;
    private final Consumer<ActiveRun> ended;
    private final Perseverance persevering = new Perseverance();

    RunTask(ActiveRun run, JobHandler handler, JobLeases leases, Consumer<ActiveRun> ended) {
        this.run = run;
        this.handler = handler;
        this.leases = leases;
        this.ended = ended;
    }

    @Override
    public void run() {
        MDC.put("job", run.job().id().toString());
        try {
            Runnable report = execute();
            persevering.until(run::expired, report);
        } catch (LostLeaseException e) {
            log.warn("{}; somebody else goes on with it", e.getMessage());
        } catch (RuntimeException e) {
            log.error(
                    "Could not report the end of job {}; its lease will run out",
                    run.job().id(),
                    e);
        } finally {
            MDC.remove("job");
            ended.accept(run);
        }
    }

    /** Runs the handler; what comes back tells the store. */
    private Runnable execute() {
        try {
            JobOutcome outcome = handler.run(run);
            run.flushProgress();
            return () -> leases.complete(run.claim(), outcome.result());
        } catch (StopRun e) {
            log.info("Stopped job {}: {}", run.job().id(), e.reason());
            return () -> leases.release(run.claim());
        } catch (LostLeaseException e) {
            throw e;
        } catch (JobException e) {
            log.warn("Job {} failed: {}", run.job().id(), e.getMessage(), e.getCause());
            return () -> leases.fail(run.claim(), e.error());
        } catch (Throwable e) {
            return unexpected(e);
        }
    }

    private Runnable unexpected(Throwable e) {
        if (run.stopRequested()) {
            // A run that is told to stop may be torn out of whatever it waits for.
            log.info("Stopped job {}: {}", run.job().id(), run.stopReason().orElseThrow(), e);
            return () -> leases.release(run.claim());
        }
        log.error("Job {} failed unexpectedly", run.job().id(), e);
        // The message of an unknown exception may hold what its owner must not see.
        JobError error = new JobError("INTERNAL", "An unexpected error; the worker's log has the details", true);
        return () -> leases.fail(run.claim(), error);
    }
}
