package io.opadpo.feedback.calls;

import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import io.opadpo.feedback.calls.Hold.Verdict;
import io.opadpo.feedback.judge.EndpointSettings;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The books. A call is entered before it is sent, with what it can cost at most, so that neither a budget nor a day's
 * limit is passed however many processes spend at once; it is closed together with keeping its reply.
 */
@Component
class Ledger {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Tickets tickets;
    private final Replies replies;

    Ledger(JdbcClient jdbc, PlatformTransactionManager transactions, Tickets tickets, Replies replies) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.tickets = tickets;
        this.replies = replies;
    }

    /** Enters a call and takes its place in the endpoint's queue, if there is money for it. */
    Hold hold(UUID job, String item, String endpoint, EndpointSettings settings, BigDecimal most, long tokens) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Verdict verdict = holdBudget(job, most);
            Date day = verdict == Verdict.GRANTED
                    ? holdDay(endpoint, most, settings.limits().spendPerDay())
                    : null;
            if (day == null) {
                status.setRollbackOnly();
                return Hold.not(verdict == Verdict.GRANTED ? Verdict.DAY_SPENT : verdict);
            }
            UUID id = UUID.randomUUID();
            jdbc.sql(
                            "INSERT INTO feedback_calls (id, job, item, endpoint, day, state, most) VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .params(id, job, item, endpoint, day, CallState.OPEN.name(), most)
                    .update();
            return Hold.granted(new Call(id, endpoint, most, tickets.take(endpoint, settings.limits(), tokens)));
        }));
    }

    private Verdict holdBudget(UUID job, BigDecimal most) {
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

    /** The day that the money is of, or null if that day's is spent. */
    private @Nullable Date holdDay(String endpoint, BigDecimal most, @Nullable BigDecimal limit) {
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

    /** The reply is here: pays for it and keeps it, both or neither. */
    void paid(Call call, BigDecimal cost, String owner, String key, ChatReply reply) {
        transaction.executeWithoutResult(status -> {
            close(call, CallState.PAID, cost, reply.usage());
            replies.put(owner, key, reply);
        });
    }

    /** No reply will come. */
    void failed(Call call, boolean mayBePaid) {
        transaction.executeWithoutResult(
                status -> close(call, mayBePaid ? CallState.UNKNOWN : CallState.FREE, BigDecimal.ZERO, Usage.NONE));
    }

    private void close(Call call, CallState state, BigDecimal cost, Usage usage) {
        CallState before = CallState.valueOf(jdbc.sql("SELECT state FROM feedback_calls WHERE id = ? FOR UPDATE")
                .param(call.id())
                .query(String.class)
                .single());
        boolean open = before == CallState.OPEN;
        if (!open && !(before == CallState.LOST && state != CallState.UNKNOWN)) {
            return;
        }
        BigDecimal zero = BigDecimal.ZERO;
        BigDecimal uncertain = state == CallState.UNKNOWN ? call.most() : zero;
        jdbc.sql("""
                        WITH call AS (
                            UPDATE feedback_calls SET state = :state, cost = :cost, prompt_tokens = :prompt,
                                completion_tokens = :completion, closed = clock_timestamp()
                            WHERE id = :id RETURNING job, endpoint, day
                        ), costs AS (
                            UPDATE feedback_costs c SET spent = spent + :cost, held = held - :held,
                                uncertain = uncertain - :found + :uncertain
                            FROM call WHERE c.job = call.job
                        )
                        UPDATE feedback_days d SET spent = spent - :most + :cost + :uncertain
                        FROM call WHERE d.endpoint = call.endpoint AND d.day = call.day""")
                .param("state", state.name())
                .param("cost", cost)
                .param("prompt", usage.promptTokens())
                .param("completion", usage.completionTokens())
                .param("id", call.id())
                .param("held", open ? call.most() : zero)
                .param("found", open ? zero : call.most())
                .param("uncertain", uncertain)
                .param("most", call.most())
                .update();
    }
}
