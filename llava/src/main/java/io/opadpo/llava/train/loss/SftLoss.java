package io.opadpo.llava.train.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The objective of supervised fine-tuning, OPA's: the mean negative log-likelihood over all response tokens of an
 * optimiser batch. Every token weighs the same, so long responses weigh more than short ones.
 *
 * <p>Statistics: {@code loss/nll}, the same mean, over the samples seen.
 */
public final class SftLoss {

    private SftLoss() {}

    /**
     * Loss, statistics and gradients of some sequences of an optimiser batch.
     *
     * @param microBatch the sequences, none for a share of 0
     * @param batchTokens response tokens of the whole optimiser batch, over which the mean is taken
     * @return for each sequence, gradients {@code [T]}
     * @throws NonFiniteLossException if log-probabilities are NaN or infinite
     * @throws IllegalArgumentException if the batch has no tokens, or fewer than the micro-batch
     */
    public static LossValue<double[]> compute(List<ScoredResponse> microBatch, long batchTokens) {
        double sum = 0;
        long tokens = 0;
        List<double[]> gradients = new ArrayList<>();
        List<NonFinite> faults = new ArrayList<>();
        for (ScoredResponse sample : microBatch) {
            NonFinite fault = NonFinite.among(sample.id(), "policy log-probability", sample.policy());
            if (fault != null) {
                faults.add(fault);
            }
            for (float logProb : sample.policy()) {
                sum -= logProb;
            }
            tokens += sample.policy().length;
            double[] gradient = new double[sample.policy().length];
            Arrays.fill(gradient, -1.0 / batchTokens);
            gradients.add(gradient);
        }
        Require.that(
                batchTokens >= Math.max(tokens, 1), "batchTokens", batchTokens, "1, the micro-batch's number, or more");
        if (!faults.isEmpty()) {
            throw new NonFiniteLossException(faults);
        }
        LossStatistics statistics = new LossStatistics();
        statistics.add("loss/nll", sum, (double) tokens);
        return new LossValue<>(sum / batchTokens, statistics, gradients);
    }
}
