package io.opadpo.feedback.calls;

import io.opadpo.chat.ChatReply;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Question;
import io.opadpo.feedback.judge.Sha256;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
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

    /**
     * The name of a reply: a hash of the request for it, with model, prompt, texts and sampling parameters, and the
     * image's own hash in its place.
     */
    public static String key(Judge judge, Question question) {
        return Sha256.of(JSON.writeValueAsString(
                judge.request(question, question.messages().apply("sha256:" + question.image()))));
    }

    /**
     * A reply that is there.
     *
     * @param job that paid for it
     */
    record Known(ChatReply reply, UUID job) {}

    Optional<Known> find(String owner, String key) {
        return jdbc.sql("SELECT reply::text, job FROM feedback_replies WHERE owner = ? AND key = ?")
                .params(owner, key)
                .query((row, index) -> new Known(
                        JSON.readValue(row.getString("reply"), ChatReply.class), row.getObject("job", UUID.class)))
                .optional();
    }

    /** Whether there is one. */
    public boolean has(String owner, String key) {
        return find(owner, key).isPresent();
    }

    /** How many of these there are. */
    public long count(String owner, Collection<String> keys) {
        return jdbc.sql("SELECT count(*) FROM feedback_replies WHERE owner = :owner AND key = ANY (:keys)")
                .param("owner", owner)
                .param("keys", keys.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    void put(UUID job, String owner, String key, ChatReply reply) {
        jdbc.sql("""
                        INSERT INTO feedback_replies (owner, key, reply, job) VALUES (:owner, :key, :reply::jsonb, :job)
                        ON CONFLICT (owner, key)
                        DO UPDATE SET reply = excluded.reply, job = excluded.job, created = clock_timestamp()""")
                .param("owner", owner)
                .param("key", key)
                .param("job", job)
                .param("reply", JSON.writeValueAsString(reply))
                .update();
    }
}
