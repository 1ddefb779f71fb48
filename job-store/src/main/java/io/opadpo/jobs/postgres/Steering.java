package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.OWNED;
import static io.opadpo.jobs.postgres.JobSql.READY_OR_WAITING;
import static io.opadpo.jobs.postgres.JobSql.moveTo;
import static io.opadpo.jobs.postgres.JobSql.recorded;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStateException;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Wish;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What owners do to their jobs. */
class Steering {
    /**
     * One way to steer.
     *
     * @param name for messages
     * @param sql the statement
     * @param already whether a job that the statement did not match is what it was to become
     */
    private record Operation(String name, String sql, Predicate<Job> already) {
        static Operation of(String name, String assignments, String from, Predicate<Job> already) {
            String update = "UPDATE jobs SET " + assignments + " WHERE " + OWNED + " AND (" + from + ")";
            return new Operation(name, recorded(name, update, "changed.*"), already);
        }
    }

    private static final Operation CANCEL = Operation.of(
            "cancel",
            """
            state = CASE state WHEN 'RUNNING' THEN state ELSE 'CANCELLED' END,
            wish = CASE state WHEN 'RUNNING' THEN 'CANCEL' ELSE 'RUN' END,
            finished = CASE state WHEN 'RUNNING' THEN NULL ELSE clock_timestamp() END,
            updated = clock_timestamp()""",
            "state IN ('WAITING', 'BLOCKED', 'READY', 'PAUSED') OR state = 'RUNNING' AND wish <> 'CANCEL'",
            job -> job.state() == JobState.CANCELLED || job.wish() == Wish.CANCEL);

    private static final Operation PAUSE = Operation.of(
            "pause",
            """
            state = CASE state WHEN 'RUNNING' THEN state ELSE 'PAUSED' END,
            wish = CASE state WHEN 'RUNNING' THEN 'PAUSE' ELSE 'RUN' END,
            error = CASE state WHEN 'BLOCKED' THEN NULL ELSE error END,
            updated = clock_timestamp()""",
            "state IN ('WAITING', 'BLOCKED', 'READY') OR state = 'RUNNING' AND wish = 'RUN'",
            job -> job.state() == JobState.PAUSED || job.wish() == Wish.PAUSE);

    private static final Operation RESUME = Operation.of(
            "resume",
            """
            state = CASE state WHEN 'RUNNING' THEN state ELSE %s END, wish = 'RUN', updated = clock_timestamp()""".formatted(READY_OR_WAITING),
            "state = 'PAUSED' OR state = 'RUNNING' AND wish = 'PAUSE'",
            job -> !job.state().isFinal() && job.wish() == Wish.RUN);

    private static final Operation REQUEUE = Operation.of(
            "requeue",
            moveTo(READY_OR_WAITING) + ", errors = 0, crashes = 0, error = NULL, run_at = clock_timestamp()",
            "state IN ('DEAD', 'CANCELLED')",
            job -> false);

    private final JdbcClient jdbc;
    private final JobReads reads;
    private final Dependents dependents;

    Steering(JdbcClient jdbc, JobReads reads, Dependents dependents) {
        this.jdbc = jdbc;
        this.reads = reads;
        this.dependents = dependents;
    }

    Job cancel(Owner owner, UUID job) {
        Job cancelled = steer(CANCEL, owner, job);
        dependents.tell(List.of(job));
        return cancelled;
    }

    Job pause(Owner owner, UUID job) {
        Job paused = steer(PAUSE, owner, job);
        // If it was blocked, those that need it were too; for now they wait.
        dependents.tell(List.of(job));
        return paused;
    }

    Job resume(Owner owner, UUID job) {
        return settled(steer(RESUME, owner, job));
    }

    Job requeue(Owner owner, UUID job) {
        Job requeued = settled(steer(REQUEUE, owner, job));
        dependents.tell(List.of(job));
        return requeued;
    }

    private Job steer(Operation operation, Owner owner, UUID job) {
        return jdbc.sql(operation.sql())
                .param("job", job)
                .param("owner", owner.name())
                .query(JobEntity.class)
                .optional()
                .map(JobEntity::toJob)
                .orElseGet(() -> unmatched(operation, reads.get(owner, job)));
    }

    private static Job unmatched(Operation operation, Job job) {
        if (operation.already().test(job)) {
            return job;
        }
        throw new JobStateException(job.id(), job.state(), operation.name());
    }

    /** A job that came back to waiting for its needs may find that it has lost one. */
    private Job settled(Job job) {
        if (job.state() != JobState.WAITING) {
            return job;
        }
        dependents.settle(List.of(job.id()));
        return reads.get(Owner.ANY, job.id());
    }
}
