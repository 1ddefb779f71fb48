package io.opadpo.llava.train;

import io.opadpo.llava.train.checkpoint.Checkpoint;
import io.opadpo.llava.train.schedule.DataPosition;
import io.opadpo.llava.train.telemetry.EarlyStopping;
import io.opadpo.llava.train.telemetry.Throughput;
import java.util.Map;

/**
 * Where a training stands, apart from its parameters.
 *
 * @param step optimiser steps done
 * @param position where the data goes on
 * @param throughput speed so far
 * @param evaluations what the evaluations so far have shown
 * @param evaluation what the evaluation after this very step found; empty without one
 */
record TrainingState(
        long step,
        DataPosition position,
        Throughput.State throughput,
        EarlyStopping.State evaluations,
        Map<String, Double> evaluation) {

    /** Whether the evaluation after this step is the best so far. */
    boolean isBest() {
        return !evaluation.isEmpty() && evaluations.bestStep() == step;
    }

    /** As a checkpoint keeps it. */
    Map<String, Object> toMap() {
        return Map.of("step", step, "position", position, "throughput", throughput, "evaluations", evaluations);
    }

    static TrainingState of(Checkpoint checkpoint) {
        return new TrainingState(
                checkpoint.state("step", Long.class),
                checkpoint.state("position", DataPosition.class),
                checkpoint.state("throughput", Throughput.State.class),
                checkpoint.state("evaluations", EarlyStopping.State.class),
                checkpoint.metrics());
    }
}
