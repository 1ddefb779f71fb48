package io.opadpo.jobs.worker;

/** Why a run is to stop. */
public enum StopReason {
    /** The owner paused the job. */
    PAUSE,
    /** The owner cancelled the job. */
    CANCEL,
    /** The service is going down; another process goes on with the job. */
    SHUTDOWN,
    /** The kind is drained; somebody goes on with the job when it is resumed. */
    DRAIN,
    /** The lease is lost, or could not be renewed for half its time: somebody else may be at work already. */
    LOST
}
