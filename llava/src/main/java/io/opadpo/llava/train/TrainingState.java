package io.opadpo.llava.train;

import io.opadpo.llava.train.checkpoint.Checkpoint;
import io.opadpo.llava.train.schedule.DataPosition;
import io.opadpo.llava.train.telemetry.Throughput;
import java.util.Map;

/**
 * Where a training stands, apart from its parameters.
 *
 * @param step optimiser steps done
 * @param position where the data goes on
 * @param throughput speed so far
 */
record TrainingState(long step, DataPosition position, Throughput.State throughput) {

    /** As a checkpoint keeps it. */
    Map<String, Object> toMap() {
        return Map.of("step", step, "position", position, "throughput", throughput);
    }

    static TrainingState of(Checkpoint checkpoint) {
        return new TrainingState(
                checkpoint.state("step", Long.class),
                checkpoint.state("position", DataPosition.class),
                checkpoint.state("throughput", Throughput.State.class));
    }
}
