package io.opadpo.llava.train.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The objective of supervised fine-tuning with the optional entropy term of the reference's OPA:
 *
 * <pre>
 * L = L_sft + c · E[ −mean over t of (H_t|m̃ − H_t|m) ]
 * </pre>
 *
 * <p>H_t is the entropy of the distribution that the t-th response token comes from, m the image, m̃ the masked one, and E
 * the mean over the sequences of an optimiser batch. So a model becomes less sure of what it cannot see, and surer of what
 * it can. Both entropies have gradients.
 *
 * <p>The positions are those that predict response tokens, the first one included. The reference takes those that hold
 * response tokens, one later: it leaves out the prediction of the first token and counts what is predicted after the end
 * token, which nothing ever trains or reads.
 *
 * <p>Statistics, in brackets the reference's names: {@code loss/nll} [base_sft_loss] and {@code loss/mask_nll}
 * [mask_sft_loss], the mean negative log-likelihood over all response tokens given the image and the masked image, the
 * latter being no part of the loss; {@code loss/entropy} [entropy_loss], the term without its coefficient.
 */
public final class EntropyLoss {

    private EntropyLoss() {}

    /**
     * Loss, statistics and gradients of some sequences of an optimiser batch.
     *
     * @param microBatch the sequences, none for a share of 0
     * @param batchTokens response tokens of the whole optimiser batch, over which the likelihood's mean is taken
     * @param batchSequences sequences of the whole optimiser batch, over which the entropies' mean is taken
     * @param coefficient c, finite and 0 or more
     * @throws NonFiniteLossException if log-probabilities or entropies are NaN or infinite
     * @throws IllegalArgumentException if the batch has no tokens or sequences, or fewer than the micro-batch
     */
    public static LossValue<MaskedResponse.Gradients> compute(
            List<MaskedResponse> microBatch, long batchTokens, int batchSequences, double coefficient) {
        Require.nonNegative("coefficient", coefficient);
        Require.that(
                batchSequences >= Math.max(microBatch.size(), 1),
                "batchSequences",
                batchSequences,
                "1, the micro-batch's number, or more");
        requireFinite(microBatch);
        List<ScoredResponse> clean = microBatch.stream()
                .map(response -> new ScoredResponse(response.id(), response.policy()))
                .toList();
        LossValue<double[]> likelihood = SftLoss.compute(clean, batchTokens);
        LossStatistics statistics = likelihood.statistics();
        double sum = 0;
        List<MaskedResponse.Gradients> gradients = new ArrayList<>();
        for (int i = 0; i < microBatch.size(); i++) {
            MaskedResponse response = microBatch.get(i);
            int tokens = response.policy().length;
            double term = (total(response.entropies()) - total(response.maskedEntropies())) / tokens;
            sum += term;
            statistics.add("loss/mask_nll", -total(response.maskedPolicy()), tokens);
            statistics.add("loss/entropy", term, 1);
            double slope = coefficient / batchSequences / tokens;
            gradients.add(new MaskedResponse.Gradients(
                    likelihood.gradients().get(i), constant(tokens, slope), constant(tokens, -slope)));
        }
        return new LossValue<>(likelihood.loss() + coefficient * sum / batchSequences, statistics, gradients);
    }

    private static double total(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static double[] constant(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    private static void requireFinite(List<MaskedResponse> responses) {
        List<NonFinite> faults = new ArrayList<>();
        for (MaskedResponse response : responses) {
            NonFinite fault = NonFinite.among(response.id(), "policy log-probability", response.policy());
            fault = fault != null ? fault : NonFinite.among(response.id(), "entropy", response.entropies());
            fault = fault != null
                    ? fault
                    : NonFinite.among(response.id(), "masked log-probability", response.maskedPolicy());
            fault = fault != null
                    ? fault
                    : NonFinite.among(response.id(), "masked entropy", response.maskedEntropies());
            if (fault != null) {
                faults.add(fault);
            }
        }
        if (!faults.isEmpty()) {
            throw new NonFiniteLossException(faults);
        }
    }
}
