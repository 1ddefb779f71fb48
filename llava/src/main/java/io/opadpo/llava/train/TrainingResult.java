package io.opadpo.llava.train;

import io.opadpo.llava.train.data.DropReport;
import io.opadpo.llava.train.telemetry.EarlyStopping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a training ended.
 *
 * @param adapter the trained adapter, a PEFT folder; empty if the training was asked to stop before its end
 * @param adapterStep the optimiser step that the adapter is of; the newest one without adapter
 * @param step optimiser steps done
 * @param totalSteps optimiser steps that it was to take; fewer are done when it was stopped, early or from outside
 * @param evaluations what the held-out samples have shown; without a best value where there were no evaluations
 * @param report what became of the data
 */
public record TrainingResult(
        Optional<Path> adapter,
        long adapterStep,
        long step,
        long totalSteps,
        EarlyStopping.State evaluations,
        DropReport report) {

    /** Whether it came to its end, rather than being asked to stop. */
    public boolean finished() {
        return adapter.isPresent();
    }
}
