package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.HELD;
import static io.opadpo.jobs.postgres.JobSql.array;
import static io.opadpo.jobs.postgres.JobSql.moveTo;
import static io.opadpo.jobs.postgres.JobSql.recorded;
import static io.opadpo.jobs.postgres.JobSql.seconds;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.Heartbeats;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.LostLeaseException;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.RetryPolicy;
import io.opadpo.jobs.Signal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;

/** The worker's side, one guarded statement per method. */
class PostgresJobLeases implements JobLeases {
    /** The lateral join lets each kind be read from the index in order, however many jobs are ready. */
    private static final String CLAIM = recorded("claim", """
                    UPDATE jobs SET state = 'RUNNING', worker = :worker, fence = fence + 1,
                        lease_until = clock_timestamp() + make_interval(secs => :lease),
                        started = coalesce(started, clock_timestamp()), updated = clock_timestamp()
                    FROM (SELECT due.id FROM (SELECT unnest(:kinds::text[]) AS k EXCEPT SELECT kind FROM drained_kinds) g
                          CROSS JOIN LATERAL (
                              SELECT id, priority, run_at FROM jobs
                              WHERE kind = k AND state = 'READY' AND run_at <= statement_timestamp()
                              ORDER BY priority DESC, run_at, id LIMIT :limit
                              FOR NO KEY UPDATE SKIP LOCKED) due
                          ORDER BY due.priority DESC, due.run_at, due.id LIMIT :limit) picked
                    WHERE jobs.id = picked.id""", "changed.*") + " ORDER BY priority DESC, run_at, id";

    private static final String PROGRESS =
            update("progress", "progress = jsonb_strip_nulls(:progress::jsonb), updated = clock_timestamp()");

    private static final String COMPLETE =
            update("complete", moveTo("'SUCCEEDED'") + ", result = :result::jsonb, error = NULL");

    private static final String FAIL = update(
            "fail",
            moveTo("""
                    CASE WHEN wish = 'CANCEL' THEN 'CANCELLED'
                         WHEN NOT :retryable OR errors + 1 >= max_attempts THEN 'DEAD'
                         WHEN wish = 'PAUSE' THEN 'PAUSED'
                         ELSE 'READY' END""")
                    + ", errors = errors + 1, error = :error::jsonb,"
                    + " run_at = clock_timestamp() + make_interval(secs => :delay)");

    private static final String RELEASE = update(
            "release", moveTo("CASE wish WHEN 'CANCEL' THEN 'CANCELLED' WHEN 'PAUSE' THEN 'PAUSED' ELSE 'READY' END"));

    private static final String EVENT = """
            WITH held AS (SELECT id FROM jobs WHERE %s FOR NO KEY UPDATE),
            event AS (INSERT INTO job_events (job, type, data) SELECT id, :type, :data::jsonb FROM held)
            SELECT count(*) FROM held""".formatted(HELD);

    private final JdbcClient jdbc;
    private final Dependents dependents;
    private final Reaper reaper;
    private final ItemWrites items;
    private final RetryPolicy retries;
    private final Heartbeats heartbeats;

    PostgresJobLeases(JdbcClient jdbc, Dependents dependents, Reaper reaper, RetryPolicy retries) {
        this.jdbc = jdbc;
        this.dependents = dependents;
        this.reaper = reaper;
        this.items = new ItemWrites(jdbc);
        this.heartbeats = new PostgresHeartbeats(jdbc);
        this.retries = retries;
    }

    @Override
    public List<ClaimedJob> claim(String worker, Set<String> kinds, int limit, Duration lease) {
        return jdbc
                .sql(CLAIM)
                .param("worker", worker)
                .param("kinds", array(kinds))
                .param("limit", limit)
                .param("lease", seconds(lease))
                .query(JobEntity.class)
                .list()
                .stream()
                .map(row -> new ClaimedJob(row.toClaim(), row.toJob(), row.traceparent))
                .toList();
    }

    @Override
    public Map<Claim, Signal> heartbeat(Collection<Claim> claims, Duration lease) {
        return heartbeats.heartbeat(claims, lease);
    }

    @Override
    public void progress(Claim claim, Progress progress) {
        write(claim, held(PROGRESS, claim).param("progress", Json.text(progress)));
    }

    @Override
    public void event(Claim claim, String type, JsonNode data) {
        long held = held(EVENT, claim)
                .param("type", type)
                .param("data", Json.text(data))
                .query(Long.class)
                .single();
        if (held != 1) {
            throw new LostLeaseException(claim);
        }
    }

    @Override
    public void complete(Claim claim, @Nullable JsonNode result) {
        write(claim, held(COMPLETE, claim).param("result", Json.textOrNull(result)));
    }

    @Override
    public JobState fail(Claim claim, JobError error) {
        return write(
                claim,
                held(FAIL, claim)
                        .param("error", Json.text(error))
                        .param("retryable", error.retryable())
                        .param("delay", seconds(retries.delay(claim.errors() + 1))));
    }

    @Override
    public JobState release(Claim claim) {
        return write(claim, held(RELEASE, claim));
    }

    @Override
    public void guard(Claim claim) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A guard without a transaction guards nothing");
        }
        boolean held = held("SELECT id FROM jobs WHERE " + HELD + " FOR SHARE", claim)
                .query(UUID.class)
                .optional()
                .isPresent();
        if (!held) {
            throw new LostLeaseException(claim);
        }
    }

    @Override
    public void putItems(Claim claim, Collection<ItemWrite> writes) {
        items.put(claim, writes);
    }

    @Override
    public Set<String> doneItems(Claim claim) {
        return items.done(claim);
    }

    @Override
    public int reap() {
        return reaper.reap();
    }

    private StatementSpec held(String sql, Claim claim) {
        return jdbc.sql(sql).param("job", claim.job()).param("fence", claim.fence());
    }

    private JobState write(Claim claim, StatementSpec statement) {
        Written written = statement.query(Written::read).optional().orElseThrow(() -> new LostLeaseException(claim));
        if (written.needed() && written.state().isFinal()) {
            dependents.tell(List.of(claim.job()));
        }
        return written.state();
    }

    /** What a guarded write says of its row. */
    private record Written(JobState state, boolean needed) {
        static Written read(ResultSet row, int number) throws SQLException {
            return new Written(JobState.valueOf(row.getString("state")), row.getBoolean("needed"));
        }
    }

    private static String update(String type, String assignments) {
        return recorded(type, "UPDATE jobs SET " + assignments + " WHERE " + HELD, "state, needed");
    }
}
