package io.opadpo.feedback.calls;

import io.opadpo.chat.Usage;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What jobs cost, and what they may. */
@Component
public class JobCosts {
    private final JdbcClient jdbc;

    JobCosts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Opens a job's books, or reopens them: only one process has the job, so calls that are open are of one that is no
     * more, and nobody knows whether they were charged.
     *
     * @param budget if none was set before
     */
    @Transactional
    public Costs begin(UUID job, @Nullable BigDecimal budget) {
        jdbc.sql("INSERT INTO feedback_costs (job, budget) VALUES (:job, :budget) ON CONFLICT DO NOTHING")
                .param("job", job)
                .param("budget", budget)
                .update();
        settle(job);
        return of(job);
    }

    /** Closes calls that were open when their process ended, or dropped them. Batches go on without us. */
    @Transactional
    public void settle(UUID job) {
        BigDecimal lost = jdbc.sql("""
                        WITH lost AS (
                            UPDATE feedback_calls SET state = 'LOST', closed = clock_timestamp()
                            WHERE job = ? AND state = 'OPEN' AND batch IS NULL RETURNING most
                        )
                        SELECT coalesce(sum(most), 0) FROM lost""").param(job).query(BigDecimal.class).single();
        jdbc.sql("UPDATE feedback_costs SET uncertain = uncertain + :lost, held = held - :lost WHERE job = :job")
                .param("lost", lost)
                .param("job", job)
                .update();
    }

    /** The jobs with calls that are open, of batches left out. */
    public List<UUID> open() {
        return jdbc.sql("SELECT DISTINCT job FROM feedback_calls WHERE state = 'OPEN' AND batch IS NULL")
                .query(UUID.class)
                .list();
    }

    /** Sets what a job may cost; null for anything. */
    public void budget(UUID job, @Nullable BigDecimal budget) {
        jdbc.sql("""
                        INSERT INTO feedback_costs (job, budget) VALUES (:job, :budget)
                        ON CONFLICT (job) DO UPDATE SET budget = excluded.budget""").param("job", job).param("budget", budget).update();
    }

    /** The time by the clock that days of spending go by. */
    public Instant now() {
        return jdbc.sql("SELECT clock_timestamp()")
                .query(Timestamp.class)
                .single()
                .toInstant();
    }

    /** What its replies cost by now, for a look often. */
    public BigDecimal spent(UUID job) {
        return jdbc.sql("SELECT spent FROM feedback_costs WHERE job = ?")
                .param(job)
                .query(BigDecimal.class)
                .single();
    }

    /** Counts a reply that was there already. */
    void cached(UUID job) {
        jdbc.sql("UPDATE feedback_costs SET cached = cached + 1 WHERE job = ?")
                .param(job)
                .update();
    }

    /** What a job has cost by now; nothing if it has not begun. */
    public Costs of(UUID job) {
        return jdbc.sql("""
                        SELECT c.budget, coalesce(c.spent, 0) AS spent, coalesce(c.held, 0) AS held,
                            coalesce(c.uncertain, 0) AS uncertain, coalesce(c.cached, 0) AS cached,
                            coalesce(sum(b.paid), 0) AS paid, coalesce(sum(b.unknown), 0) AS unknown,
                            coalesce(sum(b.estimated), 0) AS estimated,
                            coalesce(sum(prompt_tokens), 0) AS prompt, coalesce(sum(completion_tokens), 0) AS completion
                        FROM (SELECT :job::uuid AS job) j
                        LEFT JOIN feedback_costs c USING (job)
                        LEFT JOIN (
                            SELECT job, (state = 'PAID')::int AS paid, (state IN ('UNKNOWN', 'LOST'))::int AS unknown,
                                estimated::int AS estimated, prompt_tokens, completion_tokens
                            FROM feedback_calls
                            UNION ALL
                            SELECT job, paid, unknown, estimated, prompt_tokens, completion_tokens
                            FROM feedback_call_sums) b USING (job)
                        GROUP BY c.job""")
                .param("job", job)
                .query((row, index) -> new Costs(
                        row.getBigDecimal("budget"),
                        row.getBigDecimal("spent"),
                        row.getBigDecimal("held"),
                        row.getBigDecimal("uncertain"),
                        row.getLong("paid"),
                        row.getLong("unknown"),
                        row.getLong("estimated"),
                        row.getLong("cached"),
                        new Usage(row.getLong("prompt"), row.getLong("completion"))))
                .single();
    }
}
