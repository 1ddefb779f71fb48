package io.opadpo.feedback.review;

import io.opadpo.feedback.calls.Blocking;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The lowest score of each correction as it stands, by which corrections are found. */
@Component
public class Scores {
    private final JdbcClient jdbc;

    Scores(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A correction on its way, whose score is noted before anybody can see it; of a failed one, that it has none. */
    public Mono<JsonNode> noting(UUID job, String item, Mono<JsonNode> correction) {
        return correction
                .flatMap(output -> note(job, item, output.path("report")).thenReturn(output))
                .onErrorResume(e -> note(job, item, null).then(Mono.error(e)));
    }

    private Mono<Void> note(UUID job, String item, @Nullable JsonNode report) {
        return Blocking.run(() -> put(job, item, report == null || !report.isObject() ? null : report.toString()));
    }

    /**
     * Notes a correction's score.
     *
     * @param report the judge's; what a reviewer made of it last goes before it
     */
    void put(UUID job, String item, @Nullable String report) {
        jdbc.sql("""
                        INSERT INTO feedback_scores (job, item, lowest)
                        SELECT :job, :item, feedback_lowest(coalesce((
                            SELECT report FROM feedback_reviews WHERE job = :job AND item = :item
                            ORDER BY version DESC LIMIT 1), :report::jsonb))
                        ON CONFLICT (job, item) DO UPDATE SET lowest = excluded.lowest""")
                .param("job", job)
                .param("item", item)
                .param("report", report)
                .update();
    }

    /** Notes the scores of a job that was corrected before scores were noted. */
    void fill(UUID job) {
        jdbc.sql("""
                        INSERT INTO feedback_scores (job, item, lowest)
                        SELECT w.job, w.item, feedback_lowest(coalesce((
                            SELECT report FROM feedback_reviews r WHERE r.job = w.job AND r.item = w.item
                            ORDER BY version DESC LIMIT 1), w.output->'report'))
                        FROM item_results w LEFT JOIN feedback_scores s USING (job, item)
                        WHERE w.job = ? AND s.item IS NULL AND w.state <> 'PENDING'
                        ON CONFLICT DO NOTHING""").param(job).update();
    }
}
