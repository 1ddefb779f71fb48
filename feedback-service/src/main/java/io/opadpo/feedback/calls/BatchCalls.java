package io.opadpo.feedback.calls;

import io.opadpo.chat.BatchLine;
import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Price;
import io.opadpo.feedback.judge.Question;
import io.opadpo.feedback.judge.TokenEstimate;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.JobLeases;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The calls of batches in the books, at their lower price. They stay open whatever becomes of the process. */
@Component
public class BatchCalls {
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final CallMetrics metrics;
    private final JobLeases leases;
    private final TransactionTemplate transaction;

    BatchCalls(
            JdbcClient jdbc,
            Ledger ledger,
            CallMetrics metrics,
            JobLeases leases,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.metrics = metrics;
        this.leases = leases;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Enters a call of the job that is claimed and gives its id; empty if there is no money for it now.
     *
     * @param outOfMoney is told if there will be none
     */
    public Optional<UUID> open(Claim claim, UUID batch, Judge judge, Question question, OutOfMoney outOfMoney) {
        Price price = judge.settings().price();
        long prompt = TokenEstimate.most(question.messages().apply(""), price.imageTokens());
        BigDecimal most = price.of(new Usage(prompt, question.maxTokens())).multiply(price.batch());
        String key = Replies.key(judge, question);
        Hold hold = Objects.requireNonNull(transaction.execute(status -> {
            leases.guard(claim);
            Hold tried = ledger.holdInBatch(batch, claim.job(), question.item(), judge, most, key);
            if (tried.call() == null) {
                // As the ledger does within.
                status.setRollbackOnly();
            }
            return tried;
        }));
        if (hold.verdict() == Hold.Verdict.EXHAUSTED) {
            outOfMoney.budget();
        } else if (hold.verdict() == Hold.Verdict.DAY_SPENT) {
            outOfMoney.day(List.of(judge.endpoint()));
        }
        return Optional.ofNullable(hold.call()).map(Call::id);
    }

    /**
     * How often an item was asked about in batches.
     *
     * @param times in batches that have ended, since the job was requeued last
     * @param underWay whether it is in one that has not, of whichever time
     * @param problem the endpoint's last word on it since the job was requeued last
     */
    public record Tries(
            long times, boolean underWay, @Nullable String problem) {}

    /** How often each of these items was asked about. */
    public Map<String, Tries> tries(UUID job, Collection<String> items, long round) {
        Map<String, Tries> tries = new HashMap<>();
        items.forEach(item -> tries.put(item, new Tries(0, false, null)));
        jdbc.sql("""
                        SELECT c.item, count(*) FILTER (WHERE b.round = :round AND b.state = 'DONE' AND b.remote IS NOT NULL
                                AND b.counted) AS times,
                            coalesce(bool_or(c.state = 'OPEN'), false) AS under_way,
                            (array_agg(c.problem ORDER BY c.closed DESC)
                                FILTER (WHERE b.round = :round AND c.problem IS NOT NULL))[1] AS problem
                        FROM feedback_calls c JOIN feedback_batches b ON c.batch = b.id
                        WHERE c.job = :job AND c.item = ANY (:items) GROUP BY c.item""")
                .param("job", job)
                .param("items", items.toArray(String[]::new))
                .param("round", round)
                .query((row, index) -> Map.entry(
                        row.getString("item"),
                        new Tries(row.getLong("times"), row.getBoolean("under_way"), row.getString("problem"))))
                .list()
                .forEach(entry -> tries.put(entry.getKey(), entry.getValue()));
        return tries;
    }

    /**
     * Closes a call, once however often it is told.
     *
     * @param line of the batch's output; without a reply nothing is charged
     */
    public void close(UUID batch, UUID id, String owner, Judge judge, BatchLine line) {
        ChatReply reply = line.reply();
        for (Open open : opened(batch, id)) {
            if (reply == null) {
                ledger.unanswered(open.call(), line.problem());
            } else {
                Price price = judge.settings().price();
                BigDecimal cost =
                        open.call().cost(reply.usage(), usage -> price.of(usage).multiply(price.batch()));
                ledger.paid(open.call(), cost, owner, open.key(), reply);
                metrics.paid(judge, cost, reply);
            }
        }
    }

    /** Closes all that are open still: nothing came of them, and nothing is charged. */
    public void closeRest(UUID batch, @Nullable String problem) {
        opened(batch, null).forEach(open -> ledger.unanswered(open.call(), problem));
    }

    /** Closes all that are open still: nobody can tell any more what came of them. */
    public void giveUp(UUID batch) {
        opened(batch, null).forEach(open -> ledger.failed(open.call(), true));
    }

    private record Open(Call call, String key) {}

    /** This one if it is open, or all that are. */
    private List<Open> opened(UUID batch, @Nullable UUID id) {
        return jdbc.sql("SELECT id, job, endpoint, most, reply_key FROM feedback_calls"
                        + " WHERE batch = :batch AND state = 'OPEN'" + (id == null ? "" : " AND id = :id"))
                .param("batch", batch)
                .param("id", id)
                .query((row, index) -> new Open(
                        new Call(
                                row.getObject("id", UUID.class),
                                row.getObject("job", UUID.class),
                                row.getString("endpoint"),
                                row.getBigDecimal("most"),
                                Duration.ZERO),
                        row.getString("reply_key")))
                .list();
    }
}
