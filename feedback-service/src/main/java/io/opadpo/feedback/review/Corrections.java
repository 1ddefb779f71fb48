package io.opadpo.feedback.review;

import io.opadpo.feedback.judge.Correction;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The corrections of jobs as the last reviews leave them: the job store's items beside the reviews of them. */
@Component
class Corrections {
    private static final int NO_SCORE = 9;

    private static final String SELECT = """
            SELECT w.item, w.state, w.output::text, w.error::text, r.state AS review, r.version, r.reviewer, r.at, r.note,
                r.report::text, r.revised, coalesce(s.lowest, %d) AS lowest
            FROM item_results w
            LEFT JOIN feedback_scores s ON s.job = w.job AND s.item = w.item
            LEFT JOIN LATERAL (
                SELECT * FROM feedback_reviews f WHERE f.job = w.job AND f.item = w.item ORDER BY version DESC LIMIT 1
            ) r ON true
            WHERE w.job = :job""".formatted(NO_SCORE);

    private static final String WANTED = """

            AND (:state::text IS NULL OR :state::text = CASE WHEN r.report IS NULL THEN w.state ELSE 'DONE' END)
            AND (:score::int IS NULL OR s.lowest <= :score::int)
            AND CASE :filter WHEN 'ALL' THEN true WHEN 'UNREVIEWED' THEN r.state IS NULL
                WHEN 'USABLE' THEN r.state IS DISTINCT FROM 'REJECTED' ELSE r.state = :filter END
            """;

    private static final String BY_ID = "AND (:after::text IS NULL OR w.item > :after::text) ORDER BY w.item";
    private static final String BY_SCORE =
            "AND s.job = :job AND (s.lowest, s.item) > (:lowest, coalesce(:after, ''))" + " ORDER BY s.lowest, s.item";

    private final JdbcClient jdbc;
    private final Scores scores;

    Corrections(JdbcClient jdbc, Scores scores) {
        this.jdbc = jdbc;
        this.scores = scores;
    }

    /**
     * Where a list goes on: behind this item.
     *
     * @param lowest its lowest score
     */
    record Position(int lowest, String item) {
        static Position parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("No position: " + text);
            }
            return new Position(Integer.parseInt(text.substring(0, colon)), text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return lowest + ":" + item;
        }
    }

    /** A correction, and where it stands. */
    record Listed(Position position, CorrectionView view) {}

    /** At most so many behind a position. */
    List<Listed> list(UUID job, CorrectionQuery query, @Nullable Position after, int most) {
        if (after == null && query.needsScores()) {
            scores.fill(job);
        }
        return jdbc.sql(SELECT + WANTED + (query.byScore() ? BY_SCORE : BY_ID) + " LIMIT :most")
                .param("job", job)
                .param("state", query.state() == null ? null : query.state().name())
                .param("score", query.maxScore())
                .param("filter", query.filter().name())
                .param("after", after == null ? null : after.item())
                .param("lowest", after == null ? 0 : after.lowest())
                .param("most", most)
                .query((row, index) -> listed(row))
                .list();
    }

    /** One of a job's. */
    Optional<CorrectionView> find(UUID job, String item) {
        return jdbc.sql(SELECT + " AND w.item = :item")
                .param("job", job)
                .param("item", item)
                .query((row, index) -> listed(row).view())
                .optional();
    }

    private static Listed listed(ResultSet row) throws SQLException {
        JsonMapper json = JsonMapper.shared();
        String item = row.getString("item");
        String output = row.getString("output");
        String error = row.getString("error");
        CorrectionView view = CorrectionView.of(
                ItemState.valueOf(row.getString("state")),
                error == null ? null : json.readValue(error, JobError.class),
                output == null ? Correction.unknown(item) : json.readValue(output, Correction.class),
                row.getString("review") == null ? null : Review.of(row));
        return new Listed(new Position(row.getInt("lowest"), item), view);
    }
}
