package io.opadpo.feedback.calls;

import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import io.opadpo.feedback.calls.Hold.Verdict;
import io.opadpo.feedback.judge.EndpointSettings;
import io.opadpo.feedback.judge.Judge;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
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
    private final Funds funds;

    Ledger(JdbcClient jdbc, PlatformTransactionManager transactions, Tickets tickets, Replies replies) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.tickets = tickets;
        this.replies = replies;
        this.funds = new Funds(jdbc);
    }

    /** Enters a call and takes its place in the endpoint's queue, if there is money for it. */
    Hold hold(UUID job, String item, String endpoint, EndpointSettings settings, BigDecimal most, long tokens) {
        return hold(job, item, endpoint, settings, most, id -> tickets.take(endpoint, settings.limits(), tokens));
    }

    /**
     * Enters a call of a batch, if there is money for it.
     *
     * @param key of its reply
     */
    Hold holdInBatch(UUID batch, UUID job, String item, Judge judge, BigDecimal most, String key) {
        return hold(job, item, judge.endpoint(), judge.settings(), most, id -> {
            jdbc.sql("UPDATE feedback_calls SET batch = ?, reply_key = ? WHERE id = ?")
                    .params(batch, key, id)
                    .update();
            return Duration.ZERO;
        });
    }

    private Hold hold(
            UUID job,
            String item,
            String endpoint,
            EndpointSettings settings,
            BigDecimal most,
            Function<UUID, Duration> turn) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Verdict verdict = funds.holdBudget(job, most);
            Date day = verdict == Verdict.GRANTED
                    ? funds.holdDay(endpoint, most, settings.limits().spendPerDay())
                    : null;
            if (day == null) {
                status.setRollbackOnly();
                return Hold.not(verdict == Verdict.GRANTED ? daySpent(endpoint) : verdict);
            }
            UUID id = UUID.randomUUID();
            jdbc.sql(
                            "INSERT INTO feedback_calls (id, job, item, endpoint, day, state, most) VALUES (?, ?, ?, ?, ?, ?, ?)")
                    .params(id, job, item, endpoint, day, CallState.OPEN.name(), most)
                    .update();
            return Hold.granted(new Call(id, job, endpoint, most, turn.apply(id)));
        }));
    }

    private Verdict daySpent(String endpoint) {
        return funds.underWay(endpoint) ? Verdict.DAY_LATER : Verdict.DAY_SPENT;
    }

    /** The reply is here: pays for it and keeps it, both or neither. Without its usage the books say so. */
    void paid(Call call, BigDecimal cost, String owner, String key, ChatReply reply) {
        transaction.executeWithoutResult(status -> {
            close(call, CallState.PAID, cost, reply.usage());
            replies.put(call.job(), owner, key, reply);
        });
    }

    /** A call of a batch has no reply, and nothing is charged for it. */
    void unanswered(Call call, @Nullable String problem) {
        transaction.executeWithoutResult(status -> {
            close(call, CallState.FREE, BigDecimal.ZERO, null);
            jdbc.sql("UPDATE feedback_calls SET problem = :problem WHERE id = :id")
                    .param("problem", problem)
                    .param("id", call.id())
                    .update();
        });
    }

    /** No reply will come. */
    void failed(Call call, boolean mayBePaid) {
        transaction.executeWithoutResult(
                status -> close(call, mayBePaid ? CallState.UNKNOWN : CallState.FREE, BigDecimal.ZERO, null));
    }

    /**
     * Locks in the order in which {@link #hold} does: the job's row, then the day's.
     *
     * @param counted tokens that the endpoint says it took; null if it does not
     */
    private void close(Call call, CallState state, BigDecimal cost, @Nullable Usage counted) {
        Entry entry = entry(call);
        boolean open = entry.state() == CallState.OPEN;
        if (!open && !(entry.state() == CallState.LOST && state != CallState.UNKNOWN)) {
            return;
        }
        Usage usage = counted == null ? Usage.NONE : counted;
        BigDecimal uncertain = state == CallState.UNKNOWN ? call.most() : BigDecimal.ZERO;
        jdbc.sql("""
                        UPDATE feedback_calls SET state = ?, cost = ?, prompt_tokens = ?, completion_tokens = ?,
                            estimated = ?, closed = clock_timestamp() WHERE id = ?""")
                .params(
                        state.name(),
                        cost,
                        usage.promptTokens(),
                        usage.completionTokens(),
                        state == CallState.PAID && counted == null,
                        call.id())
                .update();
        funds.settle(call, open, entry.day(), cost, uncertain);
    }

    private record Entry(CallState state, Date day) {}

    private Entry entry(Call call) {
        return jdbc.sql("SELECT state, day FROM feedback_calls WHERE id = ? FOR UPDATE")
                .param(call.id())
                .query((row, index) -> new Entry(CallState.valueOf(row.getString("state")), row.getDate("day")))
                .single();
    }
}
