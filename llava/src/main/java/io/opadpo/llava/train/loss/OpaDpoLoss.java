package io.opadpo.llava.train.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The OPA-DPO objective. With Δ = log π − log π_ref of an answer, s and v its token weights, m the image and m̃ the
 * masked one, and u the utility of {@link Divergence} (s·Δ by default):
 *
 * <pre>
 * L = c_std · E[ℓ(Δ_standard − Δ_original)]   + c_ai · E[ℓ(s·Δ_revised − s·Δ_original)]
 *   + c_copo · ( c_std · E[ℓ(Δ_standard|m − Δ_standard|m̃)] + c_ai · E[ℓ(v·Δ_revised|m − v·Δ_revised|m̃)] )
 *   + c_anc · E[anchor],        ℓ(z) = −(1 − ε) log σ(βz) − ε log σ(−βz)
 * </pre>
 *
 * <p>{@link Reduction} says what E is over. Where policy and reference agree, the default setting gives 6.4 · log 2
 * for any data. Plain DPO is the setting {@link OpaDpoOptions#dpo()}.
 */
public final class OpaDpoLoss {

    private final OpaDpoOptions options;

    public OpaDpoLoss(OpaDpoOptions options) {
        this.options = options;
    }

    /**
     * Loss, statistics and gradients of some samples of an optimiser batch.
     *
     * @param microBatch samples with all answers of {@link OpaDpoOptions#responses()}; none for a share of 0
     * @param batchSize samples of the whole optimiser batch, over which the mean is taken
     * @return for each sample and needed answer, gradients {@code [T]}
     * @throws NonFiniteLossException if log-probabilities are NaN or infinite, or results are (in single precision)
     * @throws IllegalArgumentException if a sample lacks an answer or has one beyond the padded length, or the
     *     micro-batch is larger than the batch
     */
    public LossValue<Map<PreferenceResponse, double[]>> compute(List<PreferenceLogProbs> microBatch, int batchSize) {
        Require.that(
                batchSize >= Math.max(microBatch.size(), 1),
                "batchSize",
                batchSize,
                "1, the micro-batch's size, or more");
        double scale = 1.0 / ((double) batchSize * options.units());
        double loss = 0;
        LossStatistics statistics = new LossStatistics();
        List<Map<PreferenceResponse, double[]>> gradients = new ArrayList<>();
        List<NonFinite> faults = new ArrayList<>();
        for (PreferenceLogProbs sample : microBatch) {
            requireFits(sample);
            NonFinite fault = inInput(sample);
            if (fault == null) {
                SampleLoss of = new SampleLoss(options, sample, scale);
                of.compute();
                loss += of.loss();
                statistics.merge(of.statistics());
                gradients.add(of.gradients());
                fault = inResult(sample.id(), of);
            }
            if (fault != null) {
                faults.add(fault);
            }
        }
        if (!faults.isEmpty()) {
            throw new NonFiniteLossException(faults);
        }
        return new LossValue<>(loss, statistics, gradients);
    }

    private void requireFits(PreferenceLogProbs sample) {
        for (PreferenceResponse response : options.responses()) {
            int length = sample.get(response).length();
            if (options.reduction() == Reduction.TOKEN && length > options.paddedLength()) {
                throw new IllegalArgumentException("sample " + sample.id() + ": " + response + " has " + length
                        + " tokens, more than the padded length of " + options.paddedLength());
            }
        }
    }

    private @Nullable NonFinite inInput(PreferenceLogProbs sample) {
        for (PreferenceResponse response : options.responses()) {
            ResponseLogProbs logProbs = sample.get(response);
            NonFinite fault = NonFinite.among(sample.id(), "policy log-probability of " + response, logProbs.policy());
            if (fault == null && !options.pairLoss().referenceFree()) {
                fault = NonFinite.among(sample.id(), "reference log-probability of " + response, logProbs.reference());
            }
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable NonFinite inResult(String id, SampleLoss of) {
        if (!Double.isFinite(of.loss())) {
            return new NonFinite(id, "loss", of.loss());
        }
        for (Map.Entry<PreferenceResponse, double[]> entry : of.gradients().entrySet()) {
            NonFinite fault = NonFinite.among(id, "gradient of " + entry.getKey(), entry.getValue());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }
}
