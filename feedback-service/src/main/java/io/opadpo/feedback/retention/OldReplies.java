package io.opadpo.feedback.retention;

import io.opadpo.service.retention.Sweep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets old replies, but for those that a job which has not ended has paid for. */
@Component
class OldReplies implements Sweep {
    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final @Nullable Duration age;

    OldReplies(JdbcClient jdbc, FeedbackRetention retention) {
        this.jdbc = jdbc;
        this.age = retention.replies();
    }

    @Override
    public String name() {
        return "replies";
    }

    @Override
    public long sweep() {
        return age == null ? 0 : inBatches(age.toSeconds());
    }

    private long inBatches(double seconds) {
        return Sweep.inBatches(
                BATCH,
                () -> jdbc.sql("""
                            DELETE FROM feedback_replies WHERE (owner, key, job) IN (
                                SELECT owner, key, job FROM feedback_replies r
                                WHERE created < clock_timestamp() - make_interval(secs => :age)
                                    AND NOT EXISTS (SELECT FROM job_states j WHERE j.id = r.job AND j.finished IS NULL)
                                ORDER BY created LIMIT :batch FOR UPDATE SKIP LOCKED)""").param("age", seconds).param("batch", BATCH).update());
    }
}
