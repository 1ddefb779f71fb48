package io.opadpo.feedback.retention;

import io.opadpo.service.retention.Sweep;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Removes calls, sums and reviews of jobs that are gone. What each endpoint took on a day stays, and so do the replies,
 * which are the owner's.
 */
@Component
class LeftBooks implements Sweep {
    /** Calls before batches, to which they refer. */
    private static final List<String> TABLES = List.of(
            "feedback_calls",
            "feedback_call_sums",
            "feedback_batches",
            "feedback_reviews",
            "feedback_scores",
            "feedback_costs");

    private final JdbcClient jdbc;

    LeftBooks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "books of jobs that are gone";
    }

    @Override
    public long sweep() {
        long removed = 0;
        for (String table : TABLES) {
            removed += jdbc.sql("DELETE FROM " + table
                            + " t WHERE NOT EXISTS (SELECT FROM job_states j WHERE j.id = t.job)")
                    .update();
        }
        return removed;
    }
}
