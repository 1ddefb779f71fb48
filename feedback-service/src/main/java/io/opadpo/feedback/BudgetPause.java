package io.opadpo.feedback;

import io.opadpo.feedback.calls.Costs;
import io.opadpo.feedback.calls.JobCosts;
import io.opadpo.jobs.JobStateException;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Pauses a job whose budget allows no further call; whoever raises the budget resumes it. */
final class BudgetPause implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(BudgetPause.class);

    private final JobRun run;
    private final JobStore store;
    private final JobCosts costs;
    private boolean done;

    BudgetPause(JobRun run, JobStore store, JobCosts costs) {
        this.run = run;
        this.store = store;
        this.costs = costs;
    }

    @Override
    public synchronized void run() {
        if (done) {
            return;
        }
        Costs now = costs.of(run.job().id());
        run.event("budget", JsonMapper.shared().valueToTree(now));
        try {
            store.pause(Owner.of(run.job().owner()), run.job().id());
            log.info(
                    "Paused job {}: of its budget of ${}, ${} are spent",
                    run.job().id(),
                    now.budget(),
                    now.spent());
        } catch (JobStateException e) {
            log.info("Job {} ends before its budget does: {}", run.job().id(), e.getMessage());
        }
        // Not before: whoever asks next tries again if the database was away.
        done = true;
    }
}
