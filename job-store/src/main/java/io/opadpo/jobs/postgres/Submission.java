package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.array;
import static io.opadpo.jobs.postgres.JobSql.recorded;

import io.opadpo.jobs.DependencyException;
import io.opadpo.jobs.IdempotencyConflictException;
import io.opadpo.jobs.NewJob;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Brings jobs into the table, all of a batch or none, each idempotency key once. */
class Submission {
    private static final String INSERT = recorded("submit", """
            INSERT INTO jobs (id, kind, owner, pipeline, state, priority, parameters, max_attempts, run_at,
                              idempotency_key, request, traceparent)
            SELECT id, kind, owner, pipeline, state, priority, coalesce(parameters, 'null'), max_attempts,
                   coalesce(run_at, clock_timestamp()), idempotency_key, request, traceparent
            FROM jsonb_to_recordset(:rows::jsonb) AS g(
                id uuid, kind text, owner text, pipeline uuid, state text, priority int, parameters jsonb,
                max_attempts int, run_at timestamptz, idempotency_key text, request text,
                traceparent text)
            ON CONFLICT (owner, kind, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING""", "id");

    /**
     * Marks jobs as needed. A need that is about to end waits for the submission, and then reads the mark from its row;
     * the dependency itself would not be in the snapshot that its statement began with.
     */
    private static final String MARK = """
            UPDATE jobs SET needed = true
            FROM (SELECT id FROM jobs WHERE id = ANY(:needs::uuid[]) AND owner = :owner
                  ORDER BY id FOR NO KEY UPDATE) n
            WHERE jobs.id = n.id
            RETURNING jobs.id""";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Dependents dependents;
    private final int maxAttempts;
    private final SubmissionTrace trace;

    Submission(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Dependents dependents,
            int maxAttempts,
            SubmissionTrace trace) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.dependents = dependents;
        this.maxAttempts = maxAttempts;
        this.trace = trace;
    }

    /** The ids under which the jobs are in the table, in the order given. */
    List<UUID> submit(List<NewJob> jobs) {
        NewJobs batch = new NewJobs(jobs);
        return trace.observe(batch.kinds(), traceparent -> submit(jobs, batch, traceparent));
    }

    private List<UUID> submit(List<NewJob> jobs, NewJobs batch, @Nullable String traceparent) {
        return transactions.execute(status -> {
            Set<UUID> inserted = jdbc.sql(INSERT)
                    .param("rows", batch.rows(maxAttempts, traceparent))
                    .query((row, i) -> row.getObject("id", UUID.class))
                    .set();
            Map<UUID, UUID> ids = new HashMap<>();
            jobs.forEach(job -> ids.put(job.id(), inserted.contains(job.id()) ? job.id() : existing(job, batch)));
            List<NewJob> needy = jobs.stream()
                    .filter(job -> inserted.contains(job.id()) && !job.needs().isEmpty())
                    .toList();
            if (!needy.isEmpty()) {
                connect(needy, ids);
                dependents.settle(needy.stream().map(NewJob::id).toList());
            }
            return jobs.stream().map(job -> ids.get(job.id())).toList();
        });
    }

    private UUID existing(NewJob job, NewJobs batch) {
        record Known(UUID id, String request) {}
        String key = String.valueOf(job.idempotencyKey());
        Known known = jdbc.sql("SELECT id, request FROM jobs"
                        + " WHERE owner = :owner AND kind = :kind AND idempotency_key = :key")
                .param("owner", job.owner())
                .param("kind", job.kind())
                .param("key", key)
                .query(Known.class)
                .single();
        if (!known.request().equals(batch.request(job))) {
            throw new IdempotencyConflictException(key, known.id());
        }
        return known.id();
    }

    private void connect(List<NewJob> needy, Map<UUID, UUID> ids) {
        Map<String, Set<UUID>> needsByOwner = new HashMap<>();
        List<Map<String, UUID>> edges = needy.stream()
                .flatMap(job -> job.needs().stream().map(need -> {
                    UUID needed = ids.getOrDefault(need, need);
                    needsByOwner
                            .computeIfAbsent(job.owner(), owner -> new HashSet<>())
                            .add(needed);
                    return Map.of("job", job.id(), "needs", needed);
                }))
                .distinct()
                .toList();
        needsByOwner.forEach(this::mark);
        jdbc.sql("INSERT INTO job_dependencies SELECT job, needs"
                        + " FROM jsonb_to_recordset(:edges::jsonb) AS g(job uuid, needs uuid)")
                .param("edges", Json.text(edges))
                .update();
    }

    private void mark(String owner, Set<UUID> needs) {
        Set<UUID> found = jdbc.sql(MARK)
                .param("needs", array(needs))
                .param("owner", owner)
                .query((row, i) -> row.getObject("id", UUID.class))
                .set();
        Set<UUID> missing = needs.stream().filter(need -> !found.contains(need)).collect(Collectors.toSet());
        if (!missing.isEmpty()) {
            throw new DependencyException("Jobs to wait for do not exist: " + missing);
        }
    }
}
