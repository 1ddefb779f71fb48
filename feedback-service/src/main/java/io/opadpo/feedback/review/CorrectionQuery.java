package io.opadpo.feedback.review;

import io.opadpo.jobs.ItemState;
import org.jspecify.annotations.Nullable;

/**
 * Which corrections are wanted, and how.
 *
 * @param state only those in this state
 * @param review only those of which people made this; null is all but rejected ones
 * @param maxScore only those with a sentence of this score or a lower one
 * @param order null is by id
 */
record CorrectionQuery(
        @Nullable ItemState state,
        @Nullable ReviewFilter review,
        @Nullable Integer maxScore,
        @Nullable Order order) {

    ReviewFilter filter() {
        return review == null ? ReviewFilter.USABLE : review;
    }

    boolean byScore() {
        return order == Order.SCORE;
    }

    boolean needsScores() {
        return byScore() || maxScore != null;
    }
}
