package io.opadpo.gateway.report;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A figure with its 95 % interval.
 *
 * @param value itself
 * @param low lower end
 * @param high upper end
 */
record Estimate(double value, double low, double high) {
    /** Of an evaluation's result; null where it is undefined. */
    static @Nullable Estimate of(JsonNode json) {
        JsonNode value = json.path("value");
        JsonNode low = json.path("low");
        JsonNode high = json.path("high");
        return value.isNumber() && low.isNumber() && high.isNumber()
                ? new Estimate(value.doubleValue(), low.doubleValue(), high.doubleValue())
                : null;
    }

    /** Whether the interval lies on one side of zero. */
    boolean isClearOfZero() {
        return low > 0 || high < 0;
    }
}
