package io.opadpo.llava.train.checkpoint;

import io.opadpo.llava.train.telemetry.Objective;
import java.util.Optional;

/**
 * Which checkpoints are kept when a new one has been written.
 *
 * @param last how many of the newest, the new one included
 * @param best if given, the best by this objective is kept too
 */
public record Retention(int last, Optional<Objective> best) {

    public Retention {
        if (last < 1) {
            throw new IllegalArgumentException("At least one checkpoint must be kept: " + last);
        }
    }

    public static Retention last(int count) {
        return new Retention(count, Optional.empty());
    }

    public Retention andBest(Objective objective) {
        return new Retention(last, Optional.of(objective));
    }
}
