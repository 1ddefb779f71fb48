package io.opadpo.llava.train;

import io.opadpo.llava.files.AtomicFile;
import io.opadpo.llava.files.FileTree;
import io.opadpo.llava.files.JsonFile;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.train.checkpoint.CheckpointStore;
import io.opadpo.llava.train.checkpoint.Retention;
import io.opadpo.llava.train.data.DropReport;
import io.opadpo.llava.train.telemetry.JsonlSink;
import io.opadpo.llava.train.telemetry.TensorBoardSink;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a training keeps its things: {@code training.json}, {@code memory.json}, {@code checkpoints/},
 * {@code metrics.jsonl}, {@code tensorboard/}, {@code dropped.json}, {@code on-policy.json},
 * {@code reference.safetensors}, and at the end {@code adapter/} or {@code model/}.
 *
 * @param path the folder; starting again in it goes on from its newest checkpoint
 * @param keepLast newest checkpoints kept, and the best one where there are evaluations
 * @param featureCacheBytes disk space for the vision features of a frozen tower, which are gone at the end
 */
public record TrainingFolder(Path path, int keepLast, long featureCacheBytes) {

    private static final long DEFAULT_FEATURE_CACHE_BYTES = 64L << 30;
    private static final String CHECKPOINTS = "checkpoints";
    private static final String PLAN = "memory.json";
    private static final String ON_POLICY = "on-policy.json";
    private static final int MAX_JSON_BYTES = 1 << 16;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    public TrainingFolder {
        if (keepLast < 1) {
            throw new IllegalArgumentException("checkpoints kept are " + keepLast + " but must be 1 or more");
        }
        if (featureCacheBytes < 0) {
            throw new IllegalArgumentException("the feature cache has " + featureCacheBytes + " bytes");
        }
    }

    /** A folder with room for the features of 58,000 images of LLaVA-1.5. */
    public TrainingFolder(Path path, int keepLast) {
        this(path, keepLast, DEFAULT_FEATURE_CACHE_BYTES);
    }

    CheckpointStore checkpoints(Evaluation evaluation) {
        Retention last = Retention.last(keepLast);
        return new CheckpointStore(
                path.resolve(CHECKPOINTS), evaluation.isOn() ? last.andBest(evaluation.objective()) : last);
    }

    /** Files of telemetry, and a listener of the caller's, going on after a step. */
    TrainingListener telemetry(long step, TrainingListener more, Clock clock) {
        return TrainingListener.all(List.of(
                JsonlSink.open(path.resolve("metrics.jsonl"), step),
                TensorBoardSink.open(path.resolve("tensorboard"), step, clock),
                more));
    }

    Path reference() {
        return path.resolve("reference.safetensors");
    }

    /** What the training made: a PEFT folder, or a model's. */
    Path result(TrainedWeights weights) {
        return path.resolve(weights.kind());
    }

    /** A cache of vision features that lives as long as a run does. */
    FeatureCache features(LlavaModel model) throws IOException {
        return new FeatureCache(path.resolve("features.tmp"), model, featureCacheBytes);
    }

    /**
     * Records what decides the result, or makes sure that it has not changed since there is something to go on from.
     *
     * @throws TrainingException naming what has changed
     */
    void keep(TrainingSettings settings) throws IOException {
        Path file = path.resolve("training.json");
        if (!Files.exists(path.resolve(CHECKPOINTS)) && !Files.exists(reference())) {
            Files.deleteIfExists(path.resolve(PLAN));
            Files.deleteIfExists(path.resolve(ON_POLICY));
            Files.deleteIfExists(file);
        }
        settings.keep(file);
    }

    /**
     * The memory plan that an earlier start has written, if it serves still: a training that goes on with another
     * micro-batch differs by rounding. Else a new one, written.
     */
    MemoryPlan plan(Predicate<MemoryPlan> serves, Supplier<MemoryPlan> made) throws IOException {
        Path file = path.resolve(PLAN);
        if (Files.isRegularFile(file)) {
            MemoryPlan old = MAPPER.treeToValue(JsonFile.readObject(file, MAX_JSON_BYTES), MemoryPlan.class);
            if (serves.test(old)) {
                return old;
            }
        }
        MemoryPlan plan = made.get();
        write(file, plan);
        return plan;
    }

    /** How the pairs fitted the policy before any step; looked at once. */
    OnPolicyReport onPolicy(Supplier<OnPolicyReport> look) throws IOException {
        Path file = path.resolve(ON_POLICY);
        if (Files.isRegularFile(file)) {
            return MAPPER.treeToValue(JsonFile.readObject(file, MAX_JSON_BYTES), OnPolicyReport.class);
        }
        OnPolicyReport report = look.get();
        write(file, report);
        return report;
    }

    private static void write(Path file, Object value) throws IOException {
        byte[] json = MAPPER.writeValueAsBytes(value);
        AtomicFile.write(file, out -> out.write(ByteBuffer.wrap(json)));
    }

    void create() throws IOException {
        Files.createDirectories(path);
    }

    /** Writes what the training made, whole or not at all. */
    void writeResult(TrainedWeights weights) throws IOException {
        Path draft = path.resolve("." + weights.kind() + ".tmp");
        delete(draft);
        weights.save(draft);
        delete(result(weights));
        Files.move(draft, result(weights));
        AtomicFile.syncFolder(path);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> files = new ArrayList<>(FileTree.descendants(folder));
            Collections.reverse(files);
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    void write(DropReport report) throws IOException {
        byte[] json = report.toJson().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(path.resolve("dropped.json"), out -> out.write(ByteBuffer.wrap(json)));
    }
}
