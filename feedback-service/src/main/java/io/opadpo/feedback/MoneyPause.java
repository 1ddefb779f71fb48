package io.opadpo.feedback;

import io.opadpo.feedback.calls.JobCosts;
import io.opadpo.feedback.calls.OutOfMoney;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStateException;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Wish;
import io.opadpo.jobs.worker.JobRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pauses a job that has no money for further calls; an event says why, and whoever can help it resumes it. */
final class MoneyPause implements OutOfMoney {
    private static final Logger log = LoggerFactory.getLogger(MoneyPause.class);

    private final JobRun run;
    private final JobStore store;
    private final JobCosts costs;
    private final Duration dayWait;

    /** @param dayWait a new day that is nearer than this is waited for */
    MoneyPause(JobRun run, JobStore store, JobCosts costs, Duration dayWait) {
        this.run = run;
        this.store = store;
        this.costs = costs;
        this.dayWait = dayWait;
    }

    /** What the job's events say of a day that is spent. */
    private record DaySpent(List<String> endpoints, Instant until) {}

    @Override
    public synchronized void budget() {
        if (goesOn()) {
            pause("budget", JsonMapper.shared().valueToTree(costs.of(run.job().id())));
        }
    }

    @Override
    public synchronized void day(Collection<String> endpoints) {
        Instant now = costs.now();
        Instant tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        if (now.plus(dayWait).isBefore(tomorrow) && goesOn()) {
            pause("day_spent", JsonMapper.shared().valueToTree(new DaySpent(List.copyOf(endpoints), tomorrow)));
        }
    }

    private void pause(String reason, JsonNode data) {
        run.event(reason, data);
        try {
            store.pause(Owner.of(run.job().owner()), run.job().id());
            log.info("Paused job {}: {} {}", run.job().id(), reason, data);
        } catch (JobStateException e) {
            log.info("Job {} ends before its money does: {}", run.job().id(), e.getMessage());
        }
    }

    /** Whether nobody stops the job, as the store has it now: a pause may have failed, or have been taken back. */
    private boolean goesOn() {
        return store.find(Owner.of(run.job().owner()), run.job().id())
                .filter(job -> job.state() == JobState.RUNNING && job.wish() == Wish.RUN)
                .isPresent();
    }
}
