package io.opadpo.llava.train.loss;

import java.util.List;

/**
 * A micro-batch's share of an optimiser batch's loss.
 *
 * @param loss the shares of all micro-batches add up to the loss of the whole batch
 * @param statistics to be merged over the micro-batches
 * @param gradients for each sample, ∂loss/∂log π of its answers' tokens
 */
public record LossValue<G>(double loss, LossStatistics statistics, List<G> gradients) {

    public LossValue {
        gradients = List.copyOf(gradients);
    }
}
