package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether what came kept to a limit per minute, in every window and not in whole minutes alone: a tenth of the limit at
 * once, and then what flows in so slowly that no minute sees more than the limit.
 */
final class RateLimitCheck {
    private static final double MINUTE = 60e9;

    private static final double SLACK_SECONDS = 1;

    /** From here on a bucket counts as full. */
    private static final double NEARLY = 0.85;

    private final int perMinute;
    private final double perSecond;
    private final double atOnce;
    private final Deque<double[]> lastMinute = new ArrayDeque<>();
    private double inLastMinute;
    private double mostInAMinute;
    private double level;
    private double fullest;
    private double last;
    private long all;
    private long atTheLimit;

    RateLimitCheck(int perMinute) {
        this.perMinute = perMinute;
        this.atOnce = perMinute / 10.0;
        this.perSecond = (perMinute - atOnce + 1) / 60;
    }

    /** Something of this weight came; in the order of time. */
    void add(double nanos, double weight) {
        level = all == 0 ? 0 : Math.max(0, level - (nanos - last) / 1e9 * perSecond);
        level += weight;
        fullest = Math.max(fullest, level);
        last = nanos;
        all++;
        if (level >= NEARLY * atOnce) {
            atTheLimit++;
        }
        lastMinute.add(new double[] {nanos, weight});
        inLastMinute += weight;
        while (lastMinute.element()[0] <= nanos - MINUTE) {
            inLastMinute -= lastMinute.remove()[1];
        }
        mostInAMinute = Math.max(mostInAMinute, inLastMinute);
    }

    /** No minute saw more than the limit, and no shorter time more than its part. */
    void assertKept() {
        assertThat(mostInAMinute).as("the most in any minute").isLessThanOrEqualTo(perMinute);
        assertThat(fullest)
                .as("the fullest that the bucket was")
                .isLessThanOrEqualTo(atOnce + SLACK_SECONDS * perSecond);
    }

    /** Much of what came would have come sooner without the limit: the bucket was as good as full. */
    void assertBinds() {
        assertThat(fullest).as("the fullest that the bucket was").isGreaterThan(0.95 * atOnce);
        assertThat((double) atTheLimit / all).as("the share that had to wait").isGreaterThan(0.3);
    }
}
