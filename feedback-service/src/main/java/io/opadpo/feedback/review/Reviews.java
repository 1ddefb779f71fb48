package io.opadpo.feedback.review;

import io.opadpo.feedback.judge.Correction;
import io.opadpo.feedback.report.InvalidReport;
import io.opadpo.feedback.report.Report;
import io.opadpo.service.error.ApiException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Versions of corrections. None is ever changed or forgotten. */
@Component
class Reviews {
    private final JdbcClient jdbc;
    private final Corrections corrections;
    private final Scores scores;

    Reviews(JdbcClient jdbc, Corrections corrections, Scores scores) {
        this.jdbc = jdbc;
        this.corrections = corrections;
        this.scores = scores;
    }

    /** What a version leaves: null is the judge's own. */
    private record Content(
            @Nullable String report, @Nullable String revised) {}

    /**
     * Adds a version.
     *
     * @param owner who reviews, unless the request says
     */
    @Transactional
    public CorrectionView add(UUID job, String item, String owner, ReviewRequest request) {
        CorrectionView view =
                corrections.find(job, item).orElseThrow(() -> ApiException.notFound("correction " + item));
        int last = view.review() == null ? 0 : view.review().version();
        if (request.version() != null && request.version() != last) {
            throw ApiException.conflict("The last version is " + last + ", not " + request.version());
        }
        Content content = content(job, item, view, request);
        try {
            jdbc.sql("""
                            INSERT INTO feedback_reviews (job, item, version, state, report, revised, note, reviewer)
                            VALUES (:job, :item, :version, :state, :report::jsonb, :revised, :note, :reviewer)""")
                    .param("job", job)
                    .param("item", item)
                    .param("version", last + 1)
                    .param("state", request.state().name())
                    .param("report", content.report())
                    .param("revised", content.revised())
                    .param("note", request.note())
                    .param("reviewer", request.reviewer() == null ? owner : request.reviewer())
                    .update();
        } catch (DuplicateKeyException e) {
            throw ApiException.conflict("Somebody else reviewed it at the same time");
        }
        if (content.report() != null) {
            scores.put(job, item, content.report());
        }
        return corrections.find(job, item).orElseThrow();
    }

    private Content content(UUID job, String item, CorrectionView view, ReviewRequest request) {
        JsonNode report = request.report();
        if (request.state() == ReviewState.EDITED) {
            if (report == null) {
                throw ApiException.invalid("report", "must be there for EDITED");
            }
            return edited(view.correction(), report);
        }
        if (report != null) {
            throw ApiException.invalid("report", "only for EDITED");
        }
        if (request.state() == ReviewState.ACCEPTED && view.correction().report() == null) {
            throw ApiException.conflict("There is no report to accept; EDITED gives it one");
        }
        return versions(job, item).stream()
                .reduce((first, second) -> second)
                .map(last ->
                        new Content(last.report() == null ? null : last.report().toString(), last.revised()))
                .orElse(new Content(null, null));
    }

    private static Content edited(Correction correction, JsonNode json) {
        String original = correction.original();
        if (original == null) {
            throw ApiException.conflict("Nothing is kept of the answer that a report could be about");
        }
        try {
            Report report = Report.read(original, json.toString());
            return new Content(report.toJson().toString(), report.revised());
        } catch (InvalidReport e) {
            throw ApiException.invalid("report", e.problem());
        }
    }

    /** All versions, the first one first. */
    List<Review> versions(UUID job, String item) {
        return jdbc.sql("""
                        SELECT state AS review, version, reviewer, at, note, report::text, revised
                        FROM feedback_reviews WHERE job = ? AND item = ? ORDER BY version""")
                .params(job, item)
                .query((row, index) -> Review.of(row))
                .list();
    }
}
