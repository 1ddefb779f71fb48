package io.opadpo.gateway.report;

/**
 * A metric for people.
 *
 * @param key in the evaluation's result
 * @param title what it is called
 * @param meaning what it says, in a sentence
 * @param better where it should go
 * @param unit what it is counted in
 */
record MetricInfo(String key, String title, String meaning, Better better, Unit unit) {
    /** Where a metric should go. */
    enum Better {
        LOWER("lower is better"),
        HIGHER("higher is better"),
        NEITHER("neither is better by itself");

        private final String text;

        Better(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** A difference in one word; unclear where its interval holds zero. */
    String verdict(Estimate difference) {
        if (difference.low() == 0 && difference.high() == 0) {
            return "unchanged";
        }
        if (!difference.isClearOfZero()) {
            return "unclear";
        }
        return switch (better) {
            case LOWER -> difference.value() < 0 ? "better" : "worse";
            case HIGHER -> difference.value() > 0 ? "better" : "worse";
            case NEITHER -> "changed";
        };
    }
}
