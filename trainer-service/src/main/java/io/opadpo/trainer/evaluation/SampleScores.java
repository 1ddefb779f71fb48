package io.opadpo.trainer.evaluation;

import io.opadpo.llava.TokenLogProbs;
import org.jspecify.annotations.Nullable;

/**
 * What a policy makes of one sample; a work item's output.
 *
 * @param answer what it answers itself, greedily; {@code null} if it was not asked
 */
record SampleScores(
        Score standard,
        Score revised,
        Score original,
        @Nullable String answer) {

    /** Log-probability of an answer, end token included. */
    record Score(double sum, int tokens) {

        static Score of(TokenLogProbs scores) {
            return new Score(scores.sum(), scores.ids().size());
        }

        double perToken() {
            return sum / tokens;
        }
    }

    /** Whether the corrected answer is likelier than the hallucinated one, per token as the lengths differ. */
    boolean prefersRevised() {
        return revised.perToken() > original.perToken();
    }
}
