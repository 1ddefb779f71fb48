package io.opadpo.jobs;

import java.util.Set;

/** Where a job stands. The CHECK constraint of the table and {@code docs/job-states.md} say the same; a test compares. */
public enum JobState {
    /** Needs jobs that have not all succeeded yet. */
    WAITING,
    /** Needs a job that is dead, cancelled or itself blocked; the error says which. */
    BLOCKED,
    /** May be claimed once its run time has come. A job between two attempts is here too. */
    READY,
    /** Claimed by a worker that holds a lease. */
    RUNNING,
    /** Stopped by its owner until resumed. */
    PAUSED,
    /** Done, with a result. */
    SUCCEEDED,
    /** Stopped by its owner for good, unless requeued. */
    CANCELLED,
    /** Out of attempts, or failed in a way that trying again does not mend. */
    DEAD;

    /** The states a job may go to from here. */
    public Set<JobState> next() {
        return switch (this) {
            case WAITING -> Set.of(BLOCKED, READY, PAUSED, CANCELLED);
            case BLOCKED -> Set.of(WAITING, READY, PAUSED, CANCELLED);
            case READY -> Set.of(RUNNING, PAUSED, CANCELLED);
            case RUNNING -> Set.of(READY, PAUSED, SUCCEEDED, CANCELLED, DEAD);
            case PAUSED -> Set.of(WAITING, READY, CANCELLED);
            case SUCCEEDED -> Set.of();
            case CANCELLED, DEAD -> Set.of(WAITING, READY);
        };
    }

    /** Whether nothing more happens to the job by itself; a requeue can still revive it, unless it succeeded. */
    public boolean isFinal() {
        return this == SUCCEEDED || this == CANCELLED || this == DEAD;
    }
}
