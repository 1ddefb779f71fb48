package io.opadpo.llava.train.loss;

/**
 * The term that holds the rewards r = β·Δ of the standard and the revised answer at a level of their own, whatever the
 * rejected answers do.
 *
 * <p>As in the reference it is counted for the chosen answer of each of the four pairs, so standard and revised answer
 * have it twice; with the contrastive pairs off, the second time is taken at r = 0, a constant without gradient.
 *
 * @param coefficient weight of the term, 0 or more; 0 turns it off
 * @param target δ, the reward that rewards are held against, in units of β·Δ
 * @param kind what holding means
 */
public record Anchor(double coefficient, double target, Kind kind) {

    /** What an anchor does with the two rewards. */
    public enum Kind {
        /**
         * −log σ(r_standard − δ) − log σ(δ − r_revised): pulls the standard answer up and the revised one down. The
         * reference's code, against the paper's figure, and meant so by its author: the revised answer is mostly a copy
         * of the rejected one, and pulling it up would lift that too.
         */
        REVISED_DOWN,
        /** −log σ(r_standard − δ) − log σ(r_revised − δ): pulls both up, as the paper's figure has it. */
        REVISED_UP,
        /** (r_standard − δ)² + (r_revised − δ)²: pulls both to δ. */
        SQUARED
    }

    /** The reference's setting. */
    public static final Anchor DEFAULT = new Anchor(1, 0, Kind.REVISED_DOWN);

    /** No anchor. */
    public static final Anchor NONE = new Anchor(0, 0, Kind.REVISED_DOWN);

    public Anchor {
        Require.nonNegative("anchor coefficient", coefficient);
        Require.that(Double.isFinite(target), "anchor target", target, "finite");
    }

    boolean isOn() {
        return coefficient > 0;
    }

    /** Loss at a reward of the standard or the revised answer. */
    double value(PreferenceResponse response, double reward) {
        double excess = reward - target;
        return kind == Kind.SQUARED ? excess * excess : -Logistic.logSigmoid(sign(response) * excess);
    }

    /** Derivative of {@link #value} by the reward. */
    double slope(PreferenceResponse response, double reward) {
        double excess = reward - target;
        double sign = sign(response);
        return kind == Kind.SQUARED ? 2 * excess : -sign * Logistic.sigmoid(-sign * excess);
    }

    private double sign(PreferenceResponse response) {
        return response == PreferenceResponse.REVISED && kind == Kind.REVISED_DOWN ? -1 : 1;
    }
}
