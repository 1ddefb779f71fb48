package io.opadpo.llava.train.telemetry;

import java.util.List;

/** Hears of every step. Called by the training thread, which waits: do long work elsewhere. */
@FunctionalInterface
public interface TrainingListener extends AutoCloseable {

    /** So many reference log-probabilities of so many samples are computed, before the first step. */
    default void onReference(int done, int all) {}

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
