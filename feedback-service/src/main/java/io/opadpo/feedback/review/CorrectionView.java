package io.opadpo.feedback.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.opadpo.feedback.judge.Correction;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobError;
import org.jspecify.annotations.Nullable;

/**
 * What became of an answer, and how it stands.
 *
 * @param state {@code DONE} with a report, or {@code FAILED}
 * @param error why there is no report
 * @param review what somebody made of it last; the report is that version's
 * @param correction its fields stand beside these
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CorrectionView(
        ItemState state,
        @Nullable JobError error,
        @Nullable Review review,
        @JsonUnwrapped Correction correction) {

    /** As the last review leaves it: an edit is a report also where the judge gave none. */
    static CorrectionView of(
            ItemState state, @Nullable JobError error, Correction correction, @Nullable Review review) {
        if (review == null) {
            return new CorrectionView(state, error, null, correction);
        }
        return review.report() == null
                ? new CorrectionView(state, error, review.head(), correction)
                : new CorrectionView(
                        ItemState.DONE,
                        null,
                        review.head(),
                        correction.withReport(review.report(), String.valueOf(review.revised())));
    }
}
