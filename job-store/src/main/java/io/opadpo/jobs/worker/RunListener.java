package io.opadpo.jobs.worker;

import java.time.Duration;
import java.util.Locale;

/** Hears how a worker's runs begin and end, for counting them. */
@FunctionalInterface
public interface RunListener {
    /** How a run ends. */
    enum End {
        SUCCEEDED,
        /** An error; the job is tried again. */
        RETRIED,
        /** An error that cannot pass, or the last one that the job may have. */
        DEAD,
        /** Asked to stop: paused, cancelled, or the service is shutting down. */
        STOPPED,
        /** The lease is gone, or nobody could be told: another worker goes on. */
        LOST;

        /** As it is written in metrics and traces. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A run is over. */
    void ended(String kind, End end, Duration took);

    /** A job was claimed. */
    default void claimed(String kind) {}

    /** So many leases of workers that were not heard of had run out, anywhere, and were ended by this one. */
    default void expired(int leases) {}
}
