package io.opadpo.jobs;

/** Where a work item stands. */
public enum ItemState {
    /** Known, not done. */
    PENDING,
    /** Done; its output stays as first written, whoever comes later. */
    DONE,
    /** Tried in vain; the next run tries again. */
    FAILED
}
