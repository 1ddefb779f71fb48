package io.opadpo.llava.train;

import io.opadpo.llava.train.loss.LossStatistics;
import java.util.List;

/**
 * What micro-batches came to.
 *
 * @param loss their share of the batch's
 * @param tokens rows that the model computed
 */
record Pass(double loss, LossStatistics statistics, long tokens) {

    /** The sum, in the order given. */
    static Pass sum(List<Pass> passes) {
        double loss = 0;
        LossStatistics statistics = new LossStatistics();
        long tokens = 0;
        for (Pass pass : passes) {
            loss += pass.loss;
            statistics.merge(pass.statistics);
            tokens += pass.tokens;
        }
        return new Pass(loss, statistics, tokens);
    }
}
