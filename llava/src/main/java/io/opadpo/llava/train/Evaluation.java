package io.opadpo.llava.train;

import io.opadpo.llava.train.schedule.HeldOut;
import io.opadpo.llava.train.telemetry.EarlyStopping;
import io.opadpo.llava.train.telemetry.Objective;
import io.opadpo.llava.train.telemetry.Scalars;
import java.util.Optional;

/**
 * How a training is watched on samples that it does not see.
 *
 * @param heldOut which samples these are; they are evaluated all together
 * @param every optimiser steps between evaluations, the last step having one in any case; 0 for none
 * @param stopping when to stop for want of progress; training then ends with the adapter of its best evaluation. Without,
 *     it ends with the last one
 */
public record Evaluation(HeldOut heldOut, int every, Optional<EarlyStopping> stopping) {

    private static final Objective LOSS = Objective.minimise(Scalars.EVALUATION + Scalars.LOSS);

    public Evaluation {
        if (every < 0) {
            throw new IllegalArgumentException("steps between evaluations are " + every + ", which is too small");
        }
        if ((every > 0) != (heldOut.fraction() > 0)) {
            throw new IllegalArgumentException("evaluation needs both a held-out fraction above 0 and an interval");
        }
        if (every == 0 && stopping.isPresent()) {
            throw new IllegalArgumentException("early stopping needs samples that are held out");
        }
    }

    /** All samples are trained on. */
    public static Evaluation none() {
        return new Evaluation(new HeldOut(0, 0), 0, Optional.empty());
    }

    /** Evaluates to tell, and stops for nothing. */
    public static Evaluation of(HeldOut heldOut, int every) {
        return new Evaluation(heldOut, every, Optional.empty());
    }

    /** The same, stopping after so many evaluations in a row whose loss is no new minimum. */
    public Evaluation stoppingAfter(int patience) {
        return new Evaluation(heldOut, every, Optional.of(new EarlyStopping(LOSS, patience, 0)));
    }

    boolean isOn() {
        return every > 0;
    }

    /** What tells good checkpoints from bad. */
    Objective objective() {
        return stopping.map(EarlyStopping::objective).orElse(LOSS);
    }

    /** Follows the objective, and never stops unless asked to. */
    EarlyStopping tracker() {
        return stopping.orElse(new EarlyStopping(LOSS, Integer.MAX_VALUE, 0));
    }
}
