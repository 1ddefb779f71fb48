package io.opadpo.service.retention;

/**
 * Removes what is no longer needed, of one sort. A bean of this type is called again and again; it looks at the settings
 * itself and does nothing if it is not to. It may be killed at any time, and called anew.
 */
public interface Sweep {
    /** Its name, for the log and the lock. */
    String name();

    /** Removes what there is to remove, in small steps, and says how much it was. Ends early when interrupted. */
    long sweep();

    /** Whether what it removes is in the database or the blob store, where one process at a time is enough. */
    default boolean shared() {
        return true;
    }
}
