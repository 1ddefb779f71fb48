package io.opadpo.llava.train.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several listeners as one. */
final class ListenerGroup implements TrainingListener {

    private final List<TrainingListener> listeners;

    ListenerGroup(List<? extends TrainingListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void onPlan(int microBatch, boolean recompute, long neededBytes, long freeBytes) {
        listeners.forEach(listener -> listener.onPlan(microBatch, recompute, neededBytes, freeBytes));
    }

    @Override
    public void onWarning(String message) {
        listeners.forEach(listener -> listener.onWarning(message));
    }

    @Override
    public void onReference(int done, int all) {
        listeners.forEach(listener -> listener.onReference(done, all));
    }

    @Override
    public void onStart(long done, long all) {
        listeners.forEach(listener -> listener.onStart(done, all));
    }

    @Override
    public void onStep(StepRecord step) {
        listeners.forEach(listener -> listener.onStep(step));
    }

    @Override
    public void flush() {
        listeners.forEach(TrainingListener::flush);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (TrainingListener listener : listeners) {
            failure = closing(listener, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable RuntimeException closing(TrainingListener listener, @Nullable RuntimeException earlier) {
        try {
            listener.close();
            return earlier;
        } catch (RuntimeException e) {
            if (earlier == null) {
                return e;
            }
            earlier.addSuppressed(e);
            return earlier;
        }
    }
}
