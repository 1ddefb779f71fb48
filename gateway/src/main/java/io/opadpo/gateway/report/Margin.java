package io.opadpo.gateway.report;

import java.util.Arrays;

/** OPA-DPO's comparisons: of each, chosen minus rejected reward. */
enum Margin {
    STANDARD_OVER_ORIGINAL("stand_gen", "Standard over original"),
    REVISED_OVER_ORIGINAL("AI_gen", "Revised over original"),
    STANDARD_OVER_MASKED("stand_mask", "Standard over masked"),
    REVISED_OVER_MASKED("AI_mask", "Revised over masked");

    private final String scalar;
    private final String title;

    Margin(String pair, String title) {
        this.scalar = "policy/" + pair + "_gap_mean";
        this.title = title;
    }

    /** Its name in a training's metrics. */
    String scalar() {
        return scalar;
    }

    String title() {
        return title;
    }

    static boolean isMargin(String scalar) {
        return Arrays.stream(values()).anyMatch(margin -> margin.scalar.equals(scalar));
    }
}
