package io.opadpo.feedback.calls;

import io.opadpo.chat.ChatEndpoint;
import io.opadpo.chat.ChatEndpoint.Kind;
import io.opadpo.chat.ChatReply;
import io.opadpo.chat.ChatRequest;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Question;
import io.opadpo.feedback.judge.Sha256;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Replies of an owner's jobs, by everything that shaped them. */
@Component
public class Replies {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    Replies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A request as it is sent, and where to: two servers may call different models by one name. */
    private record Sent(
            Kind kind,
            String baseUrl,
            @Nullable String deployment,
            @Nullable String apiVersion,
            ChatRequest request) {}

    /**
     * The name of a reply: a hash of the endpoint's address and of the request for it as it is sent, with model, prompt,
     * texts and sampling parameters, and the image's own hash in its place.
     */
    public static String key(Judge judge, Question question) {
        ChatEndpoint endpoint = judge.settings().endpoint();
        ChatRequest request = judge.request(question, question.messages().apply("sha256:" + question.image()));
        return Sha256.of(JSON.writeValueAsString(new Sent(
                endpoint.kind(),
                endpoint.baseUrl().toString(),
                endpoint.deployment(),
                endpoint.apiVersion(),
                endpoint.shape(request))));
    }

    /**
     * A reply that is there.
     *
     * @param job that paid for it
     */
    record Known(ChatReply reply, UUID job) {}

    /** The job's own, or else the last one of another. One with which an item failed is found by its job alone. */
    Optional<Known> find(UUID job, String owner, String key) {
        return jdbc.sql("""
                        SELECT reply::text, job FROM feedback_replies
                        WHERE owner = :owner AND key = :key AND (job = :job OR NOT failed)
                        ORDER BY job = :job DESC, created DESC LIMIT 1""")
                .param("owner", owner)
                .param("key", key)
                .param("job", job)
                .query((row, index) -> new Known(
                        JSON.readValue(row.getString("reply"), ChatReply.class), row.getObject("job", UUID.class)))
                .optional();
    }

    /**
     * Those of these that are there for a job.
     *
     * @param reuse whether ones that other jobs paid for will do
     */
    public Set<String> known(UUID job, String owner, Collection<String> keys, boolean reuse) {
        return jdbc.sql("""
                        SELECT key FROM feedback_replies
                        WHERE owner = :owner AND key = ANY (:keys) AND (job = :job OR (:reuse AND NOT failed))""")
                .param("owner", owner)
                .param("keys", keys.toArray(String[]::new))
                .param("job", job)
                .param("reuse", reuse)
                .query(String.class)
                .set();
    }

    /** An item of a job failed with these: with its own, or else with those of others. */
    void failed(UUID job, String owner, Collection<String> keys) {
        jdbc.sql("""
                        UPDATE feedback_replies r SET failed = true
                        WHERE owner = :owner AND key = ANY (:keys) AND (job = :job OR NOT EXISTS (
                            SELECT 1 FROM feedback_replies own
                            WHERE own.owner = r.owner AND own.key = r.key AND own.job = :job))""")
                .param("job", job)
                .param("owner", owner)
                .param("keys", keys.toArray(String[]::new))
                .update();
    }

    /**
     * Forgets what a job's items failed with if it was requeued since it began last: who requeues wants them asked anew.
     *
     * @param requeues how often it was by now
     */
    public void begin(UUID job, long requeues) {
        jdbc.sql("""
                        WITH requeued AS (
                            UPDATE feedback_costs SET requeues = :requeues
                            WHERE job = :job AND requeues < :requeues RETURNING job
                        )
                        DELETE FROM feedback_replies r USING requeued q WHERE r.job = q.job AND r.failed""").param("job", job).param("requeues", requeues).update();
    }

    /** Of how many of these there is one for another job. */
    public long count(String owner, Collection<String> keys) {
        return jdbc.sql(
                        "SELECT count(DISTINCT key) FROM feedback_replies WHERE owner = :owner AND key = ANY (:keys) AND NOT failed")
                .param("owner", owner)
                .param("keys", keys.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    void put(UUID job, String owner, String key, ChatReply reply) {
        jdbc.sql("""
                        INSERT INTO feedback_replies (owner, key, reply, job) VALUES (:owner, :key, :reply::jsonb, :job)
                        ON CONFLICT (owner, key, job)
                        DO UPDATE SET reply = excluded.reply, failed = false, created = clock_timestamp()""")
                .param("owner", owner)
                .param("key", key)
                .param("job", job)
                .param("reply", JSON.writeValueAsString(reply))
                .update();
    }
}
