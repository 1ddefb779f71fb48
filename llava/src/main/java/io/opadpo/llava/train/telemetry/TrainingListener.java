package io.opadpo.llava.train.telemetry;

import java.util.List;

/** Hears of every step. Called by the training thread, which waits: do long work elsewhere. */
@FunctionalInterface
public interface TrainingListener extends AutoCloseable {

    /** Something that the user should know before the first step. */
    default void onWarning(String message) {}

    /** So many reference log-probabilities of so many samples are computed, before the first step. */
    default void onReference(int done, int all) {}

    /**
     * How the training fits into memory, before the first step.
     *
     * @param microBatch samples computed at once
     * @param recompute whether activations are computed again on the way back rather than kept
     * @param neededBytes estimate of what activations take; 0 where nothing was to be weighed
     * @param freeBytes what the device has for them; −1 where that cannot be told
     */
    default void onPlan(int microBatch, boolean recompute, long neededBytes, long freeBytes) {}

    /** Steps begin: those up to {@code done} were made earlier, {@code all} is what the training takes in all. */
    default void onStart(long done, long all) {}

    /** A step is done; steps come in rising order. */
    void onStep(StepRecord step);

    /** Puts on disk what was heard so far. Called before a checkpoint, which must not be ahead of its telemetry. */
    default void flush() {}

    @Override
    default void close() {}

    /** A listener that passes everything on, in order, and closes all even if one fails. */
    static TrainingListener all(List<? extends TrainingListener> listeners) {
        return new ListenerGroup(listeners);
    }
}
