package io.opadpo.llava.train;

import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.torch.DeviceMemory;
import io.opadpo.llava.train.checkpoint.Checkpoint;
import io.opadpo.llava.train.checkpoint.CheckpointStore;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.schedule.HeldOut;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** From a prepared training to its result: splits, restores, opens telemetry, trains, writes. */
final class TrainingLoop {

    private TrainingLoop() {}

    static <T> TrainingResult run(
            TrainingRuntime runtime,
            TrainedWeights weights,
            ReplicaGroup<T> replicas,
            Prepared<T> data,
            TrainerOptions options,
            MemoryPlan plan,
            TrainingFolder folder)
            throws IOException {
        CheckpointStore checkpoints = folder.checkpoints(options.evaluation());
        HeldOut.Split<Prepared.Item<T>> split = split(data.items(), options.evaluation());
        Trainer<T> trainer = new Trainer<>(
                runtime, weights, replicas, split.training(), split.heldOut(), options, plan, checkpoints);
        TrainingState start = trainer.restore();
        TrainingState end;
        try (TrainingListener listener = folder.telemetry(start.step(), runtime.listener(), runtime.clock())) {
            end = trainer.run(start, listener);
        }
        boolean finished = trainer.isFinished(end);
        long resultStep = finished ? writeResult(weights, checkpoints, options.evaluation(), end, folder) : end.step();
        return new TrainingResult(
                finished ? Optional.of(folder.result(weights)) : Optional.empty(),
                resultStep,
                end.step(),
                trainer.totalSteps(),
                end.evaluations(),
                data.report(),
                Optional.empty());
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

    /** Looks before anything is computed whether the training fits, and makes it fit. */
    static MemoryPlan plan(
            TrainingRuntime runtime,
            TrainedWeights weights,
            SampleSize largest,
            TrainerOptions options,
            TrainingFolder folder)
            throws IOException {
        LlavaModel model = runtime.model();
        ActivationMemory memory = new ActivationMemory(
                model.config(),
                model.torch().precision().bytes(),
                weights.adapter() == null ? 0 : weights.adapter().config().rank(),
                weights.adapter() == null,
                weights.trainsTower());
        int replicas = runtime.replicas().size();
        double overhead = DeviceMemory.overhead(model.torch().device());
        MemoryPlan.Load load = new MemoryPlan.Load(memory, largest, options.batchSize(), replicas, overhead);
        OptionalLong free = runtime.freeBytes();
        int asked = options.microBatch();
        MemoryPlan plan = folder.plan(old -> old.serves(asked, replicas, free), () -> MemoryPlan.of(load, asked, free));
        runtime.listener().onPlan(plan.microBatch(), plan.recompute(), plan.neededBytes(), plan.freeBytes());
        return plan;
    }

    /** Writes the last weights, or with early stopping the best; tells the step they are of. */
    private static long writeResult(
            TrainedWeights weights,
            CheckpointStore checkpoints,
            Evaluation evaluation,
            TrainingState end,
            TrainingFolder folder)
            throws IOException {
        Optional<Checkpoint> best = evaluation.stopping().flatMap(stopping -> checkpoints.best(stopping.objective()));
        best.ifPresent(
                checkpoint -> weights.trainables().load(checkpoint.folder().resolve(Trainables.FILE)));
        folder.writeResult(weights);
        return best.map(Checkpoint::step).orElse(end.step());
    }
}
