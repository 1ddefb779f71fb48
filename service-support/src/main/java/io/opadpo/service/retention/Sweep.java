package io.opadpo.service.retention;

import java.util.function.LongSupplier;

/**
 * Removes what is no longer needed, of one sort. A bean of this type is called again and again; it looks at the settings
 * itself and does nothing if it is not to. It may be killed at any time, and called anew.
 */
public interface Sweep {
    /** Its name, for the log and the lock. */
    String name();

    /** Removes what there is to remove, in small steps, and says how much it was. Ends early when interrupted. */
    long sweep();

    /**
     * Repeats a step until it finds less than a whole batch, or the thread is interrupted.
     *
     * @param step removes a batch at most, and says how much it was
     * @return how much it was in all
     */
    static long inBatches(int batch, LongSupplier step) {
        long removed = 0;
        long found = batch;
        while (found == batch && !Thread.currentThread().isInterrupted()) {
            found = step.getAsLong();
            removed += found;
        }
        return removed;
    }

    /** Whether what it removes is in the database or the blob store, where one process at a time is enough. */
    default boolean shared() {
        return true;
    }
}
