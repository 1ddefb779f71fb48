package io.opadpo.llava.cli;

import io.opadpo.llava.train.telemetry.StepRecord;
import io.opadpo.llava.train.telemetry.TrainingListener;

/** A training as its user sees it: each step's record on standard output, progress beside it. */
final class TrainingOutput implements TrainingListener {

    private final JsonOutput output;
    private final Progress reference;
    private final TrainingProgress steps;

    TrainingOutput(JsonOutput output, Progress reference, TrainingProgress steps) {
        this.output = output;
        this.reference = reference;
        this.steps = steps;
    }

    @Override
    public void onPlan(int microBatch, boolean recompute, long neededBytes, long freeBytes) {
        steps.plan(microBatch, recompute, neededBytes, freeBytes);
    }

    @Override
    public void onWarning(String message) {
        steps.warn(message);
    }

    @Override
    public void onReference(int done, int all) {
        reference.update(done, all);
    }

    @Override
    public void onStart(long done, long all) {
        steps.start(done, all);
    }

    @Override
    public void onStep(StepRecord step) {
        output.line(step);
        steps.update(step);
    }
}
