package io.opadpo.llava.train.loss;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Means over samples, kept as sums and counts, so that merging those of micro-batches or devices gives those of the
 * whole. Not safe for use by several threads at once.
 *
 * <p>Names are the reference's, so that curves can be laid over its own ({@code AI} is the revised answer, {@code gen}
 * the original one, {@code mask} the same answer with the masked image):
 *
 * <ul>
 *   <li>{@code loss/stand_gen}, {@code loss/AI_gen}, {@code loss/stand_mask}, {@code loss/AI_mask}, {@code loss/AncPO}:
 *       the terms, without their coefficients;
 *   <li>{@code policy/PAIR_chosen_mean}, {@code policy/PAIR_reject_mean}: rewards β·Δ, a mean over tokens with
 *       {@link Reduction#TOKEN}, over answers with {@link Reduction#SEQUENCE}; {@code policy/PAIR_gap_mean}: their
 *       difference;
 *   <li>{@code logprobs/ANSWER}: the policy's log-probability, a mean over all tokens; {@code logprobs/ANSWER_min} and
 *       {@code _max}: each answer's least and most likely token, a mean over answers;
 *   <li>{@code policy/kl}, which the reference lacks: log-ratio Δ, a mean over all tokens given the clean image, without
 *       weights.
 * </ul>
 *
 * <p>Two differences from the reference: a term that is off has no statistics here and zeros there, and its masks take
 * tokens with a log-probability of exactly 0 for padding, where here they count.
 */
public final class LossStatistics {

    private record Mean(double sum, double count) {

        Mean plus(Mean other) {
            return new Mean(sum + other.sum, count + other.count);
        }
    }

    private final Map<String, Mean> means = new LinkedHashMap<>();

    /** Takes in the statistics of other samples. */
    public void merge(LossStatistics other) {
        other.means.forEach((name, mean) -> means.merge(name, mean, Mean::plus));
    }

    /** The means by name. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        means.forEach((name, mean) -> values.put(name, mean.sum() / mean.count()));
        for (PreferencePair pair : PreferencePair.values()) {
            Double chosen = values.get(chosen(pair));
            Double rejected = values.get(rejected(pair));
            if (chosen != null && rejected != null) {
                values.put("policy/" + pair.statistic() + "_gap_mean", chosen - rejected);
            }
        }
        return values;
    }

    static String chosen(PreferencePair pair) {
        return "policy/" + pair.statistic() + "_chosen_mean";
    }

    static String rejected(PreferencePair pair) {
        return "policy/" + pair.statistic() + "_reject_mean";
    }

    /** Takes in values by their sum and number; none leave no mean behind. */
    void add(String name, double sum, double count) {
        if (count > 0) {
            means.merge(name, new Mean(sum, count), Mean::plus);
        }
    }

    /** Takes in an answer's log-probabilities. */
    void addLogProbs(String name, float[] logProbs) {
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (float value : logProbs) {
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        add("logprobs/" + name, sum, logProbs.length);
        add("logprobs/" + name + "_min", min, 1);
        add("logprobs/" + name + "_max", max, 1);
    }
}
