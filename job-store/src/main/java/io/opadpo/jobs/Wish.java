package io.opadpo.jobs;

/** What the owner of a running job wants of it. The worker learns it with its next heartbeat. */
public enum Wish {
    /** Go on. */
    RUN,
    /** Stop at the next safe point and wait to be resumed. */
    PAUSE,
    /** Stop at the next safe point, for good. */
    CANCEL
}
