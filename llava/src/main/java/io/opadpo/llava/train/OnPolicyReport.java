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
 * @param samples that were looked at
 * @param standard the dataset's preferred answers
 * @param revised the policy's answers, corrected
 * @param original the policy's answers as it gave them, which the others are measured by
 * @param offPolicyStandard pairs, of all, whose standard answer is off-policy
 * @param offPolicyRevised the same of the revised answers
 */
public record OnPolicyReport(
        int samples, Fit standard, Fit revised, Fit original, double offPolicyStandard, double offPolicyRevised) {

    /** Nats per token by which a chosen answer may be more surprising than the policy's own ones. */
    public static final double MARGIN = 0.25;

    /** Share of off-policy pairs from which on there is a warning. */
    private static final double TOO_MANY = 0.5;

    /**
     * How a kind of answer fits the policy; means per token, in nats.
     *
     * @param tokens end tokens included
     * @param logProb log-probability
     * @param entropy of the policy's predictions along the answers, which is what its own samples at temperature 1 have as
     *     negative log-probability
     * @param klToBase KL divergence of those predictions from the base model's: how far training has moved the policy
     */
    public record Fit(long tokens, double logProb, double entropy, double klToBase) {

        static Fit of(List<TokenStatistics> answers) {
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
            return new Fit(tokens, logProb / tokens, entropy / tokens, kl / tokens);
        }

        /** What the answers are less likely than the policy expects of its own: near 0 on-policy, large off-policy. */
        public double surprise() {
            return -logProb - entropy;
        }
    }

    /** Answers in the same order of samples. */
    static OnPolicyReport of(
            List<TokenStatistics> standard, List<TokenStatistics> revised, List<TokenStatistics> original) {
        return new OnPolicyReport(
                original.size(),
                Fit.of(standard),
                Fit.of(revised),
                Fit.of(original),
                offPolicy(standard, original),
                offPolicy(revised, original));
    }

    private static double offPolicy(List<TokenStatistics> chosen, List<TokenStatistics> original) {
        double usual = Math.max(0, Fit.of(original).surprise());
        long off = chosen.stream()
                .filter(answer -> Fit.of(List.of(answer)).surprise() > usual + MARGIN)
                .count();
        return (double) off / chosen.size();
    }

    /** What to say before training; empty where the pairs are on-policy. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        warn(warnings, "standard", offPolicyStandard, standard);
        warn(warnings, "revised", offPolicyRevised, revised);
        return warnings;
    }

    private void warn(List<String> warnings, String kind, double share, Fit fit) {
        if (share >= TOO_MANY) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%.0f%% of the %s answers are off-policy: their tokens surprise the policy by %.2f nats, its own"
                            + " answers' by %.2f; preference training learns little from such pairs, so align the"
                            + " policy with them first (OPA)",
                    100 * share,
                    kind,
                    fit.surprise(),
                    original.surprise()));
        }
    }
}
