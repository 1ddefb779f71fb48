package io.opadpo.jobs.worker;

import java.time.Duration;

/** Hears how a worker's runs end, for counting them. */
@FunctionalInterface
public interface RunListener {
    /** How a run ends. */
    enum End {
        SUCCEEDED,
        /** An error; the job is tried again or is dead. */
        FAILED,
        /** Asked to stop: paused, cancelled, or the service is shutting down. */
        STOPPED,
        /** The lease is gone, or nobody could be told: another worker goes on. */
        LOST
    }

    void ended(String kind, End end, Duration took);
}
