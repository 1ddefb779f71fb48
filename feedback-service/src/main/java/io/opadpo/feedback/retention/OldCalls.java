package io.opadpo.feedback.retention;

import io.opadpo.service.retention.Sweep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Turns old calls of jobs that have ended into sums, in one statement for each thousand. */
@Component
class OldCalls implements Sweep {
    private static final int BATCH = 1_000;

    private static final String SUM_UP = """
            WITH old AS (
                DELETE FROM feedback_calls WHERE id IN (
                    SELECT id FROM feedback_calls c
                    WHERE state <> 'OPEN' AND closed < clock_timestamp() - make_interval(secs => :age)
                        AND NOT EXISTS (SELECT FROM job_states j WHERE j.id = c.job AND j.finished IS NULL)
                    ORDER BY closed LIMIT :batch FOR UPDATE SKIP LOCKED)
                RETURNING *),
            sums AS (
                INSERT INTO feedback_call_sums AS s
                SELECT job, endpoint, day, count(*) FILTER (WHERE state = 'PAID'),
                    count(*) FILTER (WHERE state IN ('UNKNOWN', 'LOST')), count(*) FILTER (WHERE estimated),
                    sum(cost), sum(prompt_tokens), sum(completion_tokens)
                FROM old GROUP BY job, endpoint, day ORDER BY job, endpoint, day
                ON CONFLICT (job, endpoint, day) DO UPDATE SET paid = s.paid + excluded.paid,
                    unknown = s.unknown + excluded.unknown, estimated = s.estimated + excluded.estimated,
                    cost = s.cost + excluded.cost, prompt_tokens = s.prompt_tokens + excluded.prompt_tokens,
                    completion_tokens = s.completion_tokens + excluded.completion_tokens)
            SELECT count(*) FROM old""";

    private final JdbcClient jdbc;
    private final @Nullable Duration age;

    OldCalls(JdbcClient jdbc, FeedbackRetention retention) {
        this.jdbc = jdbc;
        this.age = retention.calls();
    }

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public long sweep() {
        return age == null ? 0 : inBatches(age.toSeconds());
    }

    private long inBatches(double seconds) {
        return Sweep.inBatches(
                BATCH,
                () -> jdbc.sql(SUM_UP)
                        .param("age", seconds)
                        .param("batch", BATCH)
                        .query(Long.class)
                        .single());
    }
}
