package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.array;
import static io.opadpo.jobs.postgres.JobSql.moveTo;
import static io.opadpo.jobs.postgres.JobSql.recorded;
import static io.opadpo.jobs.postgres.JobSql.seconds;

import io.opadpo.jobs.JobInUseException;
import io.opadpo.jobs.JobNotFoundException;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStateException;
import io.opadpo.jobs.Owner;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Locks the jobs first, and looks for those who use them in statements that begin afterwards: whoever wants to need a
 * job that is locked waits, and then finds it gone.
 */
class PostgresJobRemoval implements JobRemoval {
    private static final String LOCK =
            "SELECT id, state FROM jobs WHERE id = ANY(:jobs::uuid[]) AND (:owner::text IS NULL OR owner = :owner)"
                    + " ORDER BY id FOR UPDATE";

    private static final String USERS = """
            SELECT job FROM job_dependencies WHERE needs = ANY(:jobs::uuid[]) AND job <> ALL(:jobs::uuid[])
            UNION
            SELECT other.id FROM jobs other JOIN jobs ours USING (pipeline)
            WHERE ours.id = ANY(:jobs::uuid[]) AND other.finished IS NULL""";

    private static final String UNUSED = """
            NOT EXISTS (SELECT FROM job_dependencies d WHERE d.needs = j.id)
            AND NOT EXISTS (SELECT FROM jobs p WHERE p.pipeline = j.pipeline
                AND (p.finished IS NULL OR p.finished >= clock_timestamp() - make_interval(secs => :age)))""";

    private static final String OLD = """
            SELECT id FROM jobs j
            WHERE finished < clock_timestamp() - make_interval(secs => :age)
                AND (cardinality(:kinds::text[]) = 0 OR kind = ANY(:kinds::text[])) AND %s
            ORDER BY finished LIMIT 1 FOR UPDATE SKIP LOCKED""".formatted(UNUSED);

    /** Who needs one of them is blocked already, and stays so until it is cancelled itself: nobody has to be told. */
    private static final String CANCEL_BLOCKED =
            recorded("cancel", "UPDATE jobs SET " + moveTo("'CANCELLED'") + """
             WHERE id IN (
                SELECT id FROM jobs
                WHERE state = 'BLOCKED' AND updated < clock_timestamp() - make_interval(secs => :age)
                    AND (cardinality(:kinds::text[]) = 0 OR kind = ANY(:kinds::text[]))
                FOR UPDATE SKIP LOCKED)""", "id");

    private static final String NAMING = """
            SELECT id FROM jobs WHERE (:owner::text IS NULL OR owner = :owner) AND finished IS NULL
                AND jsonb_path_exists(parameters, '$.** ? (@ == $text)', jsonb_build_object('text', :text::text))
            ORDER BY created""";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    PostgresJobRemoval(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    private record Locked(UUID id, JobState state) {}

    @Override
    public void remove(Owner owner, Collection<UUID> jobs) {
        transactions.executeWithoutResult(status -> {
            Map<UUID, JobState> found = jdbc
                    .sql(LOCK)
                    .param("jobs", array(jobs))
                    .param("owner", owner.name())
                    .query(Locked.class)
                    .list()
                    .stream()
                    .collect(Collectors.toMap(Locked::id, Locked::state));
            for (UUID job : jobs) {
                JobState state = Optional.ofNullable(found.get(job)).orElseThrow(() -> new JobNotFoundException(job));
                if (!state.isFinal()) {
                    throw new JobStateException(job, state, "delete");
                }
            }
            Set<UUID> users = new TreeSet<>(
                    jdbc.sql(USERS).param("jobs", array(jobs)).query(UUID.class).list());
            if (!users.isEmpty()) {
                throw new JobInUseException(users);
            }
            delete(jobs);
        });
    }

    @Override
    public boolean removeOld(Set<String> kinds, Duration age) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            Optional<UUID> old = jdbc.sql(OLD)
                    .param("kinds", array(kinds))
                    .param("age", seconds(age))
                    .query(UUID.class)
                    .optional();
            // It may have got a user between the beginning of that statement and the lock.
            Optional<UUID> unused = old.flatMap(job -> jdbc.sql("SELECT id FROM jobs j WHERE id = :job AND " + UNUSED)
                    .param("job", job)
                    .param("age", seconds(age))
                    .query(UUID.class)
                    .optional());
            unused.ifPresent(job -> delete(Set.of(job)));
            return unused.isPresent();
        }));
    }

    @Override
    public int cancelBlocked(Set<String> kinds, Duration age) {
        return jdbc.sql(CANCEL_BLOCKED)
                .param("kinds", array(kinds))
                .param("age", seconds(age))
                .query((row, i) -> row.getObject("id", UUID.class))
                .list()
                .size();
    }

    /** Items, events and needs go with their job; that they need each other is forgotten first. */
    private void delete(Collection<UUID> jobs) {
        jdbc.sql("DELETE FROM job_dependencies WHERE needs = ANY(:jobs::uuid[])")
                .param("jobs", array(jobs))
                .update();
        jdbc.sql("DELETE FROM jobs WHERE id = ANY(:jobs::uuid[])")
                .param("jobs", array(jobs))
                .update();
    }

    @Override
    public List<UUID> unfinishedNaming(Owner owner, String text) {
        return jdbc.sql(NAMING)
                .param("owner", owner.name())
                .param("text", text)
                .query(UUID.class)
                .list();
    }
}
