package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.array;
import static io.opadpo.jobs.postgres.JobSql.recorded;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps jobs that need others in the state their needs give them: ready, waiting or blocked.
 *
 * <p>Rows are locked first and judged in a second statement, which then sees everything that was committed before the
 * lock was had. So of two needs that end at the same moment, the later one's call sees both.
 */
class Dependents {
    private static final String VERDICT = """
            SELECT d.job,
                   CASE WHEN bool_or(n.state IN ('DEAD', 'CANCELLED', 'BLOCKED')) THEN 'BLOCKED'
                        WHEN bool_and(n.state = 'SUCCEEDED') THEN 'READY'
                        ELSE 'WAITING' END AS state,
                   (array_agg(n.id || ', which is ' || n.state ORDER BY n.id)
                        FILTER (WHERE n.state IN ('DEAD', 'CANCELLED', 'BLOCKED')))[1] AS lost
            FROM job_dependencies d JOIN jobs n ON n.id = d.needs""";

    private static final String LOCK = """
            SELECT id FROM jobs WHERE id = ANY(:jobs::uuid[]) AND state IN ('WAITING', 'BLOCKED')
            ORDER BY id FOR NO KEY UPDATE""";

    private static final String JUDGE = recorded("settle", """
            UPDATE jobs SET state = v.state, updated = clock_timestamp(),
                error = CASE v.state WHEN 'BLOCKED' THEN jsonb_build_object(
                    'code', 'DEPENDENCY_LOST', 'message', 'Needs job ' || v.lost, 'retryable', false,
                    'subject', split_part(v.lost, ',', 1)) END
            FROM (%s WHERE d.job = ANY(:jobs::uuid[]) GROUP BY d.job) v
            WHERE jobs.id = v.job AND jobs.state IN ('WAITING', 'BLOCKED') AND jobs.state <> v.state""".formatted(VERDICT), "id");

    private static final String UNSETTLED = """
            SELECT j.id FROM jobs j JOIN (
                %s WHERE d.job IN (SELECT id FROM jobs WHERE state IN ('WAITING', 'BLOCKED')) GROUP BY d.job) v
                ON v.job = j.id
            WHERE j.state IN ('WAITING', 'BLOCKED') AND j.state <> v.state""".formatted(VERDICT);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Dependents(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** These jobs have ended or come back: tells those that need them, and those that need them in turn. */
    void tell(Collection<UUID> changed) {
        for (Collection<UUID> next = changed; !next.isEmpty(); ) {
            next = judge(dependentsOf(next));
        }
    }

    /** Puts these jobs where their needs say, and tells their dependents. */
    void settle(Collection<UUID> jobs) {
        tell(judge(jobs));
    }

    /** Settles whatever was left behind by a process that died between a change and its telling. */
    void catchUp() {
        settle(jdbc.sql(UNSETTLED).query(UUID.class).list());
    }

    private Set<UUID> dependentsOf(Collection<UUID> jobs) {
        return jdbc.sql("SELECT job FROM job_dependencies WHERE needs = ANY(:needs::uuid[])")
                .param("needs", array(jobs))
                .query(UUID.class)
                .set();
    }

    /** Those of the jobs whose state changed. */
    private List<UUID> judge(Collection<UUID> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        String ids = array(jobs);
        return transactions.execute(status -> {
            jdbc.sql(LOCK).param("jobs", ids).query(UUID.class).list();
            return jdbc.sql(JUDGE)
                    .param("jobs", ids)
                    .query((row, i) -> row.getObject("id", UUID.class))
                    .list();
        });
    }
}
