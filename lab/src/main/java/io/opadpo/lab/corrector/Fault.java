package io.opadpo.lab.corrector;

import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** How a request can go wrong. */
public enum Fault {
    /** It does not. */
    NONE,
    /** Status 429 with {@code Retry-After}: come back in a second. */
    TOO_MANY_REQUESTS,
    /** Status 500. */
    SERVER_ERROR,
    /** The connection ends in the middle of the reply. */
    CUT,
    /** A reply that is no report. */
    GARBAGE,
    /** The report between code fences, which is to be read all the same. */
    FENCED;

    /**
     * Faults at random, each as likely as the others.
     *
     * @param share of the requests, from 0 to 1
     * @return the fault of the n-th request
     */
    public static IntFunction<Fault> share(double share, long seed) {
        return request -> {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + request);
            return random.nextDouble() < share ? values()[1 + random.nextInt(values().length - 1)] : NONE;
        };
    }
}
