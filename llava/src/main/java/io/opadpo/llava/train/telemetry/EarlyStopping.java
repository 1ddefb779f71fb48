package io.opadpo.llava.train.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Stops a training whose evaluations no longer get better.
 *
 * @param objective what better means
 * @param patience evaluations in a row without a new best after which training stops
 * @param minDelta a new best is better by more than this
 */
public record EarlyStopping(Objective objective, int patience, double minDelta) {

    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("Patience must be at least 1: " + patience);
        }
        if (!(minDelta >= 0)) {
            throw new IllegalArgumentException("The least improvement must not be negative: " + minDelta);
        }
    }

    /** Before the first evaluation. */
    public State start() {
        return new State(null, 0, 0);
    }

    /** What is known after one more evaluation. NaN is never an improvement. */
    public State next(State state, long step, double value) {
        boolean first = state.best == null && !Double.isNaN(value);
        if (first || (state.best != null && objective.gain(value, state.best) > minDelta)) {
            return new State(value, step, 0);
        }
        return new State(state.best, state.bestStep, state.misses + 1);
    }

    public boolean shouldStop(State state) {
        return state.misses >= patience;
    }

    /**
     * What the evaluations so far have shown.
     *
     * @param best best value, null if there was none yet
     * @param bestStep its step, 0 if there was none yet
     * @param misses evaluations since then
     */
    public record State(@Nullable Double best, long bestStep, int misses) {}
}
