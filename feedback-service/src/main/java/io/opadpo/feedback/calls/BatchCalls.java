package io.opadpo.feedback.calls;

import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Price;
import io.opadpo.feedback.judge.Question;
import io.opadpo.feedback.judge.TokenEstimate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The calls of batches in the books, at their lower price. They stay open whatever becomes of the process. */
@Component
public class BatchCalls {
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final CallMetrics metrics;

    BatchCalls(JdbcClient jdbc, Ledger ledger, CallMetrics metrics) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.metrics = metrics;
    }

    /** Enters a call and gives its id; empty if there is no money for it now. */
    public Optional<UUID> open(UUID batch, UUID job, Judge judge, Question question) {
        Price price = judge.settings().price();
        long prompt = TokenEstimate.most(question.messages().apply(""), price.imageTokens());
        BigDecimal most = price.of(new Usage(prompt, question.maxTokens())).multiply(price.batch());
        Call call = ledger.holdInBatch(batch, job, question.item(), judge, most, Replies.key(judge, question))
                .call();
        return Optional.ofNullable(call).map(Call::id);
    }

    /** Whether an item of a job was in a batch before. */
    public boolean tried(UUID job, String item) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM feedback_calls c JOIN feedback_batches b ON c.batch = b.id
                        WHERE c.job = ? AND c.item = ? AND b.remote IS NOT NULL)""").params(job, item).query(Boolean.class).single();
    }

    /**
     * Closes a call, once however often it is told.
     *
     * @param reply null if there is none, and so nothing is charged
     */
    public void close(UUID batch, UUID id, String owner, Judge judge, @Nullable ChatReply reply) {
        for (Open open : opened(batch, id)) {
            if (reply == null) {
                ledger.failed(open.call(), false);
            } else {
                Price price = judge.settings().price();
                BigDecimal cost =
                        open.call().cost(reply.usage(), usage -> price.of(usage).multiply(price.batch()));
                ledger.paid(open.call(), cost, owner, open.key(), reply);
                metrics.paid(judge, cost, reply);
            }
        }
    }

    /** Closes all that are open still: nothing came of them. */
    public void closeRest(UUID batch) {
        opened(batch, null).forEach(open -> ledger.failed(open.call(), false));
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
