package io.opadpo.feedback;

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

    /** The most in any sixty seconds. */
    double mostInAMinute() {
        return mostInAMinute;
    }

    /** The fullest that the bucket was: as full as may be at 1. */
    double fullest() {
        return fullest / atOnce;
    }

    /** How full it may seem to be, as requests may arrive closer than they were sent. */
    double mostAllowed() {
        return 1 + SLACK_SECONDS * perSecond / atOnce;
    }

    /** Of all that came, what came to a bucket that was as good as full: it would have come sooner without the limit. */
    double shareAtTheLimit() {
        return (double) atTheLimit / all;
    }
}
