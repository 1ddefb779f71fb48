package io.opadpo.llava.train;

import io.opadpo.llava.model.TokenStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a policy could have given the answers of preference pairs itself, before it is to learn from them.
 *
 * <p>The KL term of DPO ties the policy to answers that it gives already: a chosen answer that it would never give cannot be
 * made likely without leaving it, so that the pair mostly teaches to avoid the rejected one (section 3 of the paper). The
 * OPA stage is there to make the chosen answers the policy's own.
 *
 * <p>An answer y that is sampled from the policy at temperature 1 has Σ(−log p(y_t) − H_t) = 0 on average, with variance
 * Σ Var_t(log p). Samples that are colder, or cut off by top-k and top-p, surprise less; how much less, the original answers
 * show. An answer that is more than {@value #DEVIATIONS} standard deviations above that is off-policy.
 *
 * @param samples that were looked at
 * @param standard the dataset's preferred answers
 * @param revised the policy's answers, corrected
 * @param original the answers as they were given, by the policy or what it has come from
 */
public record OnPolicyReport(int samples, Fit standard, Fit revised, Fit original) {

    private static final double DEVIATIONS = 3;

    /** Share of off-policy answers from which on there is a warning. */
    private static final double TOO_MANY = 0.25;

    /**
     * How a kind of answer fits the policy; means per token, in nats.
     *
     * @param tokens end tokens included
     * @param logProb log-probability
     * @param entropy of the policy's predictions along the answers, which is what its own samples at temperature 1 have as
     *     negative log-probability
     * @param klToBase KL divergence of those predictions from the base model's: how far training has moved the policy
     * @param offPolicy share of the answers that are off-policy
     */
    public record Fit(long tokens, double logProb, double entropy, double klToBase, double offPolicy) {

        /** @param usual surprise of a token of the policy's own answers */
        static Fit of(List<TokenStatistics> answers, double usual) {
            long tokens = 0;
            double logProb = 0;
            double entropy = 0;
            double kl = 0;
            for (TokenStatistics answer : answers) {
                tokens += answer.logProbs().length;
                logProb += Floats.sum(answer.logProbs());
                entropy += Floats.sum(answer.entropies());
                kl += Floats.sum(answer.divergences());
            }
            long off = answers.stream()
                    .filter(answer -> isSurprising(answer, usual))
                    .count();
            return new Fit(tokens, logProb / tokens, entropy / tokens, kl / tokens, (double) off / answers.size());
        }

        /** By how much the answers are less likely than samples of the policy, in nats per token; 0 for those. */
        public double surprise() {
            return -logProb - entropy;
        }
    }

    /** Answers in the same order of samples. */
    static OnPolicyReport of(
            List<TokenStatistics> standard, List<TokenStatistics> revised, List<TokenStatistics> original) {
        // No answers are more usual than samples at temperature 1: the original ones may be another model's.
        double usual = Math.min(0, Fit.of(original, 0).surprise());
        return new OnPolicyReport(
                original.size(), Fit.of(standard, usual), Fit.of(revised, usual), Fit.of(original, usual));
    }

    private static boolean isSurprising(TokenStatistics answer, double usual) {
        double surprise = -Floats.sum(answer.logProbs()) - Floats.sum(answer.entropies());
        return surprise - usual * answer.logProbs().length > DEVIATIONS * Math.sqrt(Floats.sum(answer.variances()));
    }

    /** What to say before training; empty where the pairs are on-policy. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        String chosen = "preference training learns little from answers that the policy would not give; align it with"
                + " them first (OPA)";
        warn(warnings, "standard", standard, chosen);
        warn(warnings, "revised", revised, chosen);
        warn(warnings, "original", original, "they seem to be another model's; let this one answer");
        return warnings;
    }

    private static void warn(List<String> warnings, String kind, Fit fit, String advice) {
        if (fit.offPolicy() >= TOO_MANY) {
            warnings.add(String.format(
                    Locale.ROOT, "%.0f%% of the %s answers are off-policy: %s", 100 * fit.offPolicy(), kind, advice));
        }
    }
}
