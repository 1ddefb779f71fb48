package io.opadpo.jobs;

/** A heartbeat's answer for one claim. */
public enum Signal {
    /** The lease is extended; go on. */
    CONTINUE,
    /** The lease is extended; stop at a safe point, then {@link JobLeases#release release}. The owner paused the job. */
    PAUSE,
    /** The lease is extended; stop at a safe point, then {@link JobLeases#release release}. The owner cancelled it. */
    CANCEL,
    /** The lease is extended; stop at a safe point, then {@link JobLeases#release release}. The kind is drained. */
    DRAIN,
    /** The job is no longer this worker's: stop at once, nothing it writes will be taken. */
    LOST
}
