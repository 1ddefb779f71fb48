package io.opadpo.llava.train;

import io.opadpo.llava.torch.DeviceMemory;
import io.opadpo.llava.train.checkpoint.Checkpoint;
import io.opadpo.llava.train.checkpoint.CheckpointStore;
import io.opadpo.llava.train.checkpoint.Recovery;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.schedule.DataBatch;
import io.opadpo.llava.train.schedule.DataCursor;
import io.opadpo.llava.train.schedule.DataOrder;
import io.opadpo.llava.train.schedule.LearningRate;
import io.opadpo.llava.train.telemetry.EarlyStopping;
import io.opadpo.llava.train.telemetry.Objective;
import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.train.telemetry.StepRecord;
import io.opadpo.llava.train.telemetry.Throughput;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Runs a training: batches in a seeded order, micro-batches whose gradients add up in fp32, one AdamW step each, with
 * checkpoints from which it goes on as if nothing had happened.
 *
 * <p>On the CPU a resumed training is the uninterrupted one bit for bit. A loss or gradient that is not finite ends the
 * training before it touches a parameter, naming the samples.
 *
 * @param <T> a sample's encoding
 */
final class Trainer<T> {

    private final TrainingRuntime runtime;
    private final TrainedWeights weights;
    private final ReplicaGroup<T> replicas;
    private final List<Prepared.Item<T>> samples;
    private final List<Prepared.Item<T>> heldOut;
    private final TrainerOptions options;
    private final MemoryPlan plan;
    private final CheckpointStore checkpoints;
    private final LearningRate schedule;
    private final DeviceMemory memory;
    private final long totalSteps;

    Trainer(
            TrainingRuntime runtime,
            TrainedWeights weights,
            ReplicaGroup<T> replicas,
            List<Prepared.Item<T>> samples,
            List<Prepared.Item<T>> heldOut,
            TrainerOptions options,
            MemoryPlan plan,
            CheckpointStore checkpoints) {
        this.runtime = runtime;
        this.weights = weights;
        this.replicas = replicas;
        this.samples = samples;
        this.heldOut = heldOut;
        this.options = options;
        this.plan = plan;
        this.checkpoints = checkpoints;
        long perEpoch = order().batchesPerEpoch();
        long outer = (perEpoch * options.epochs() + options.stepsPerOuter() - 1) / options.stepsPerOuter();
        if (options.maxOuterSteps() > 0) {
            outer = Math.min(outer, options.maxOuterSteps());
        }
        this.memory = new DeviceMemory(runtime.model().torch().device());
        this.totalSteps = Math.min(perEpoch * options.epochs(), outer * options.stepsPerOuter());
        this.schedule = new LearningRate(options.decay(), options.learningRate(), options.warmup(), outer);
    }

    private DataOrder order() {
        return new DataOrder(samples.size(), options.batchSize(), false, options.seed());
    }

    /** Optimiser steps of the whole training. */
    long totalSteps() {
        return totalSteps;
    }

    /**
     * Goes on from a state, telling the listener of every step, to the end or until asked to stop. Saves a checkpoint then,
     * at intervals, and whenever an evaluation is the best so far.
     *
     * @return the state at the end
     */
    TrainingState run(TrainingState start, TrainingListener listener) {
        DataCursor cursor = order().from(start.position());
        Throughput throughput = Throughput.resume(runtime.clock(), totalSteps, start.throughput());
        TrainingState state = start;
        listener.onStart(start.step(), totalSteps);
        while (!isFinished(state) && !runtime.stopRequested().getAsBoolean()) {
            state = step(state, cursor, throughput, listener);
            boolean last = isFinished(state) || runtime.stopRequested().getAsBoolean();
            if (last || state.isBest() || state.step() % options.checkpointEvery() == 0) {
                listener.flush();
                save(state);
                throughput.skip();
            }
        }
        return state;
    }

    /** Whether all steps are done, or the evaluations say that more are of no use. */
    boolean isFinished(TrainingState state) {
        return state.step() >= totalSteps || options.evaluation().tracker().shouldStop(state.evaluations());
    }

    /** The state that the newest checkpoint holds, parameters restored; or the beginning. */
    TrainingState restore() {
        Recovery recovery = checkpoints.latest();
        if (recovery.checkpoint().isEmpty()) {
            if (!recovery.skipped().isEmpty()) {
                throw new TrainingException("all checkpoints are damaged: " + recovery.skipped());
            }
            return new TrainingState(
                    0,
                    order().start(),
                    Throughput.start(runtime.clock(), totalSteps).state(),
                    options.evaluation().tracker().start(),
                    Map.of());
        }
        Checkpoint checkpoint = recovery.checkpoint().get();
        checkpoints.rewindTo(checkpoint.step());
        weights.trainables().load(checkpoint.folder().resolve(Trainables.FILE));
        replicas.refresh();
        return TrainingState.of(checkpoint);
    }

    private TrainingState step(
            TrainingState before, DataCursor cursor, Throughput throughput, TrainingListener listener) {
        DataBatch chosen = cursor.next();
        List<Prepared.Item<T>> batch =
                chosen.samples().stream().map(samples::get).toList();
        replicas.expect(batch);
        if (before.step() + 1 < totalSteps) {
            replicas.expect(following(cursor));
        }
        replicas.atStep(before.step());
        Pass pass = replicas.backward(Parts.of(batch, plan.microBatch()), batch, plan.recompute());
        double norm = weights.trainables().gradientNorm();
        if (!Double.isFinite(norm)) {
            throw nonFinite(before.step() + 1, batch);
        }
        if (options.maxGradientNorm() > 0 && norm > options.maxGradientNorm()) {
            weights.trainables().scaleGradients(options.maxGradientNorm() / norm);
        }
        long outer = before.step() / options.stepsPerOuter();
        double rate = schedule.at(outer);
        weights.trainables().step(options.adamW(), rate);
        replicas.refresh();

        long step = before.step() + 1;
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put(Scalars.LOSS, pass.loss());
        scalars.putAll(pass.statistics().values());
        scalars.put(Scalars.GRADIENT_NORM, norm);
        scalars.put(Scalars.LEARNING_RATE, rate);
        scalars.putAll(throughput.stepDone(step, pass.tokens(), batch.size()));
        scalars.put(Scalars.MEMORY_BYTES, (double) memory.inUse());
        TrainingState after = evaluated(
                new TrainingState(step, cursor.position(), throughput.state(), before.evaluations(), Map.of()));
        if (!after.evaluation().isEmpty()) {
            scalars.putAll(after.evaluation());
            throughput.skip();
        }
        listener.onStep(new StepRecord(
                step, outer + 1, cursor.position().epochs(), runtime.clock().instant(), scalars));
        return after;
    }

    /** The next batch, whose images can be decoded while this one is computed. */
    private List<Prepared.Item<T>> following(DataCursor cursor) {
        return order().from(cursor.position()).next().samples().stream()
                .map(samples::get)
                .toList();
    }

    /** The state with what an evaluation finds, where one is due. */
    private TrainingState evaluated(TrainingState state) {
        Evaluation evaluation = options.evaluation();
        long step = state.step();
        if (!evaluation.isOn() || (step % evaluation.every() != 0 && step != totalSteps)) {
            return state;
        }
        Map<String, Double> found = evaluate();
        double value = value(found, evaluation.objective());
        EarlyStopping.State evaluations = evaluation.tracker().next(state.evaluations(), step, value);
        return new TrainingState(step, state.position(), state.throughput(), evaluations, found);
    }

    private static double value(Map<String, Double> found, Objective objective) {
        Double value = found.get(objective.metric());
        if (value == null) {
            throw new TrainingException(
                    "no evaluation tells " + objective.metric() + ", only " + new TreeSet<>(found.keySet()));
        }
        return value;
    }

    /** Finds the samples at fault by going back through each alone. */
    private NonFiniteGradientException nonFinite(long step, List<Prepared.Item<T>> batch) {
        List<String> atFault = new ArrayList<>();
        for (Prepared.Item<T> item : batch) {
            weights.trainables().clearGradients();
            replicas.backward(List.of(List.of(item)), batch, plan.recompute());
            if (!Double.isFinite(weights.trainables().gradientNorm())) {
                atFault.add(item.id());
            }
        }
        weights.trainables().clearGradients();
        boolean alone = !atFault.isEmpty();
        return new NonFiniteGradientException(
                step, alone ? atFault : batch.stream().map(Prepared.Item::id).toList(), alone);
    }

    /** The loss on the held-out samples, under the same names with a prefix. */
    private Map<String, Double> evaluate() {
        List<Pass> parts = new ArrayList<>();
        for (List<Prepared.Item<T>> part : Parts.of(heldOut, options.batchSize())) {
            replicas.expect(part);
            parts.add(replicas.evaluate(Parts.of(part, plan.microBatch()), heldOut));
        }
        Pass pass = Pass.sum(parts);
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put(Scalars.EVALUATION + Scalars.LOSS, pass.loss());
        pass.statistics().values().forEach((name, value) -> scalars.put(Scalars.EVALUATION + name, value));
        return scalars;
    }

    private void save(TrainingState state) {
        checkpoints.save(state.step(), state.evaluation(), state.toMap(), folder -> {
            weights.save(folder.resolve(weights.kind()));
            Path optimiser = folder.resolve(Trainables.FILE);
            weights.trainables().save(optimiser);
        });
    }
}
