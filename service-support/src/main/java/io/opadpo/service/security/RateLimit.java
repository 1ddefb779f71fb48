package io.opadpo.service.security;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A token bucket per owner. Each process counts for itself: it keeps one caller from starving the others, no more. */
class RateLimit {
    private static final int BURST_SECONDS = 10;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    private record Bucket(double tokens, long at) {}

    RateLimit(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    /** Takes a token, or ends the request. Services calling each other are not limited. */
    void take(Caller caller) {
        if (perSecond == 0 || caller.has(Scope.INTERNAL)) {
            return;
        }
        long now = nanoTime.getAsLong();
        double capacity = (double) perSecond * BURST_SECONDS;
        Bucket bucket = buckets.compute(caller.owner(), (owner, before) -> {
            double tokens = before == null
                    ? capacity
                    : Math.min(capacity, Math.max(0, before.tokens) + (now - before.at) * 1e-9 * perSecond);
            return new Bucket(tokens - 1, now);
        });
        if (bucket.tokens < 0) {
            throw new ApiException(ErrorCode.RATE_LIMITED, "More than " + perSecond + " requests a second");
        }
    }
}
