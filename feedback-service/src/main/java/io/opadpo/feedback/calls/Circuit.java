package io.opadpo.feedback.calls;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps calls from an endpoint that is out of order. After some failures in a row it opens, for a while; then it lets one
 * call through (half open), which closes it if it is answered and opens it again if not. It also keeps the rests that the
 * endpoint asks for. One for each endpoint and process: what it learns it learns within a few calls.
 */
final class Circuit {
    private final int most;
    private final long open;
    private final LongSupplier nanos;
    private int failures;
    private boolean tripped;
    private boolean trying;
    private long quietUntil;

    /**
     * @param settings when to open, and for how long
     * @param nanos the time, as {@link System#nanoTime} tells it
     */
    Circuit(CircuitSettings settings, LongSupplier nanos) {
        this.most = settings.failures();
        this.open = settings.open().toNanos();
        this.nanos = nanos;
        this.quietUntil = nanos.getAsLong();
    }

    /** Whether the endpoint is out of order, by what is known. */
    synchronized boolean tripped() {
        return tripped;
    }

    /** Whether a call would get through. */
    synchronized boolean lets() {
        return nanos.getAsLong() - quietUntil >= 0 && !(tripped && trying);
    }

    /** Lets a call through, or not. One that got through says how it ended. */
    synchronized boolean enter() {
        if (!lets()) {
            return false;
        }
        trying = tripped;
        return true;
    }

    /** A call was answered, if only by a refusal. */
    synchronized void answered() {
        failures = 0;
        tripped = false;
        trying = false;
    }

    /** A call found the endpoint out of order. */
    synchronized void failed() {
        trying = false;
        if (tripped || ++failures >= most) {
            tripped = true;
            quiet(open);
        }
    }

    /** A call was dropped and says nothing of the endpoint. */
    synchronized void dropped() {
        trying = false;
    }

    /** No calls for this long. */
    synchronized void rest(Duration rest) {
        quiet(rest.toNanos());
    }

    private void quiet(long duration) {
        long until = nanos.getAsLong() + duration;
        quietUntil = until - quietUntil > 0 ? until : quietUntil;
    }
}
