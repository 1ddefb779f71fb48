package io.opadpo.llava.train;

import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.io.IOException;
import java.util.List;

/** From a prepared training to its adapter: restores, opens telemetry, trains, writes. */
final class TrainingLoop {

    private TrainingLoop() {}

    /** Trains; says whether the training came to its end. */
    static <T> boolean run(
            TrainingRuntime runtime,
            TrainableLora lora,
            ReplicaGroup<T> replicas,
            List<Prepared.Item<T>> samples,
            TrainerOptions options,
            TrainingFolder folder)
            throws IOException {
        Trainer<T> trainer = new Trainer<>(runtime, lora, replicas, samples, List.of(), options, folder.checkpoints());
        TrainingState start = trainer.restore();
        TrainingState end;
        try (TrainingListener listener = folder.telemetry(start.step(), runtime.listener(), runtime.clock())) {
            end = trainer.run(start, listener);
        }
        boolean finished = end.step() == trainer.totalSteps();
        if (finished) {
            lora.save(folder.adapter());
        }
        return finished;
    }
}
