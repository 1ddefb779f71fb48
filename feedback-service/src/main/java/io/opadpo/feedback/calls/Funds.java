package io.opadpo.feedback.calls;

import io.opadpo.feedback.calls.Hold.Verdict;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What jobs and endpoints have to spend. Money is held for a call before it is sent. */
final class Funds {
    private final JdbcClient jdbc;

    Funds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Holds it of a job's budget, or tells why not. */
    Verdict holdBudget(UUID job, BigDecimal most) {
        int rows = jdbc.sql("""
                        UPDATE feedback_costs SET held = held + :most
                        WHERE job = :job AND (budget IS NULL OR spent + uncertain + held + :most <= budget)""").param("job", job).param("most", most).update();
        if (rows == 1) {
            return Verdict.GRANTED;
        }
        return jdbc.sql("SELECT held > 0 FROM feedback_costs WHERE job = ?")
                        .param(job)
                        .query(Boolean.class)
                        .single()
                ? Verdict.LATER
                : Verdict.EXHAUSTED;
    }

    /** Holds it of an endpoint's day; the day that it is of, or null if that day's money is spent. */
    @Nullable
    Date holdDay(String endpoint, BigDecimal most, @Nullable BigDecimal limit) {
        return jdbc.sql("""
                        INSERT INTO feedback_days AS d (endpoint, day, spent)
                        SELECT :endpoint, (clock_timestamp() AT TIME ZONE 'UTC')::date, :most
                        WHERE :limit::numeric IS NULL OR :most <= :limit::numeric
                        ON CONFLICT (endpoint, day) DO UPDATE SET spent = d.spent + :most
                        WHERE :limit::numeric IS NULL OR d.spent + :most <= :limit::numeric
                        RETURNING day""")
                .param("endpoint", endpoint)
                .param("most", most)
                .param("limit", limit)
                .query(Date.class)
                .optional()
                .orElse(null);
    }

    /**
     * Whether calls are under way that may give some of a day's money back. Those of batches take their time, and those
     * of processes that are no more never do.
     */
    boolean underWay(String endpoint) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM feedback_calls WHERE endpoint = ? AND state = 'OPEN' AND batch IS NULL
                            AND opened > clock_timestamp() - interval '1 hour')""").param(endpoint).query(Boolean.class).single();
    }

    /**
     * A call has ended.
     *
     * @param held was it; else it was uncertain
     * @param day that its money is of
     * @param cost what is known to be spent
     * @param uncertain what may be
     */
    void settle(Call call, boolean held, Date day, BigDecimal cost, BigDecimal uncertain) {
        BigDecimal zero = BigDecimal.ZERO;
        jdbc.sql("""
                        UPDATE feedback_costs SET spent = spent + ?, held = held - ?, uncertain = uncertain - ? + ?
                        WHERE job = ?""")
                .params(cost, held ? call.most() : zero, held ? zero : call.most(), uncertain, call.job())
                .update();
        jdbc.sql("UPDATE feedback_days SET spent = spent - ? + ? + ? WHERE endpoint = ? AND day = ?")
                .params(call.most(), cost, uncertain, call.endpoint(), day)
                .update();
    }
}
