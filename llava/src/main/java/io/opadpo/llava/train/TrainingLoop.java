package io.opadpo.llava.train;

import io.opadpo.llava.train.checkpoint.Checkpoint;
import io.opadpo.llava.train.checkpoint.CheckpointStore;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.schedule.HeldOut;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** From a prepared training to its adapter: splits, restores, opens telemetry, trains, writes. */
final class TrainingLoop {

    private TrainingLoop() {}

    static <T> TrainingResult run(
            TrainingRuntime runtime,
            TrainableLora lora,
            ReplicaGroup<T> replicas,
            Prepared<T> data,
            TrainerOptions options,
            TrainingFolder folder)
            throws IOException {
        CheckpointStore checkpoints = folder.checkpoints(options.evaluation());
        HeldOut.Split<Prepared.Item<T>> split = split(data.items(), options.evaluation());
        Trainer<T> trainer =
                new Trainer<>(runtime, lora, replicas, split.training(), split.heldOut(), options, checkpoints);
        TrainingState start = trainer.restore();
        TrainingState end;
        try (TrainingListener listener = folder.telemetry(start.step(), runtime.listener(), runtime.clock())) {
            end = trainer.run(start, listener);
        }
        boolean finished = trainer.isFinished(end);
        long adapterStep = finished ? writeAdapter(lora, checkpoints, options.evaluation(), end, folder) : end.step();
        return new TrainingResult(
                finished ? Optional.of(folder.adapter()) : Optional.empty(),
                adapterStep,
                end.step(),
                trainer.totalSteps(),
                end.evaluations(),
                data.report());
    }

    private static <T> HeldOut.Split<Prepared.Item<T>> split(List<Prepared.Item<T>> items, Evaluation evaluation) {
        HeldOut.Split<Prepared.Item<T>> split = evaluation.heldOut().split(items, Prepared.Item::id);
        if (split.training().isEmpty() || (evaluation.isOn() && split.heldOut().isEmpty())) {
            throw new TrainingException("holding out " + evaluation.heldOut().fraction() + " of " + items.size()
                    + " samples leaves " + split.training().size() + " to train on and "
                    + split.heldOut().size() + " to evaluate on");
        }
        return split;
    }

    /** Writes the last adapter, or with early stopping the best; tells the step it is of. */
    private static long writeAdapter(
            TrainableLora lora,
            CheckpointStore checkpoints,
            Evaluation evaluation,
            TrainingState end,
            TrainingFolder folder)
            throws IOException {
        Optional<Checkpoint> best = evaluation.stopping().flatMap(stopping -> checkpoints.best(stopping.objective()));
        best.ifPresent(checkpoint -> lora.trainables().load(checkpoint.folder().resolve(Trainables.FILE)));
        lora.save(folder.adapter());
        return best.map(Checkpoint::step).orElse(end.step());
    }
}
