package io.opadpo.llava.train.loss;

import static io.opadpo.llava.train.loss.PreferenceResponse.MASKED_REVISED;
import static io.opadpo.llava.train.loss.PreferenceResponse.MASKED_STANDARD;
import static io.opadpo.llava.train.loss.PreferenceResponse.ORIGINAL;
import static io.opadpo.llava.train.loss.PreferenceResponse.REVISED;
import static io.opadpo.llava.train.loss.PreferenceResponse.STANDARD;

/** The four comparisons of OPA-DPO: the first answer is to become likelier than the second. */
enum PreferencePair {
    STANDARD_OVER_ORIGINAL(STANDARD, ORIGINAL, "stand_gen"),
    REVISED_OVER_ORIGINAL(REVISED, ORIGINAL, "AI_gen"),
    STANDARD_OVER_MASKED(STANDARD, MASKED_STANDARD, "stand_mask"),
    REVISED_OVER_MASKED(REVISED, MASKED_REVISED, "AI_mask");

    private final PreferenceResponse chosen;
    private final PreferenceResponse rejected;
    private final String statistic;

    PreferencePair(PreferenceResponse chosen, PreferenceResponse rejected, String statistic) {
        this.chosen = chosen;
        this.rejected = rejected;
        this.statistic = statistic;
    }

    PreferenceResponse chosen() {
        return chosen;
    }

    PreferenceResponse rejected() {
        return rejected;
    }

    /** The reference's name for it. */
    String statistic() {
        return statistic;
    }
}
