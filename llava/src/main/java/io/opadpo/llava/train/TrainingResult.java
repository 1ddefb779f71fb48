package io.opadpo.llava.train;

import io.opadpo.llava.train.data.DropReport;
import io.opadpo.llava.train.telemetry.EarlyStopping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a training ended.
 *
 * @param result folder of the trained adapter or model; empty if the training was asked to stop before its end
 * @param resultStep the optimiser step that it is of; the newest one without result
 * @param step optimiser steps done
 * @param totalSteps optimiser steps that it was to take; fewer are done when it was stopped, early or from outside
 * @param evaluations what the held-out samples have shown; without a best value where there were no evaluations
 * @param report what became of the data
 * @param onPolicy how the pairs fitted the policy before the first step; empty where there are no pairs
 */
public record TrainingResult(
        Optional<Path> result,
        long resultStep,
        long step,
        long totalSteps,
        EarlyStopping.State evaluations,
        DropReport report,
        Optional<OnPolicyReport> onPolicy) {

    /** Whether it came to its end, rather than being asked to stop. */
    public boolean finished() {
        return result.isPresent();
    }

    TrainingResult withOnPolicy(OnPolicyReport fit) {
        return new TrainingResult(result, resultStep, step, totalSteps, evaluations, report, Optional.of(fit));
    }
}
