package io.opadpo.llava.train;

import io.opadpo.llava.files.AtomicFile;
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
import java.util.List;

/**
 * Where a training keeps its things: {@code checkpoints/}, {@code metrics.jsonl}, {@code tensorboard/},
 * {@code dropped.json}, {@code reference.safetensors}, and at the end {@code adapter/}.
 *
 * @param path the folder; starting again in it goes on from its newest checkpoint
 * @param keepLast newest checkpoints kept, and the best one where there are evaluations
 */
public record TrainingFolder(Path path, int keepLast) {

    public TrainingFolder {
        if (keepLast < 1) {
            throw new IllegalArgumentException("checkpoints kept are " + keepLast + " but must be 1 or more");
        }
    }

    CheckpointStore checkpoints(Evaluation evaluation) {
        Retention last = Retention.last(keepLast);
        return new CheckpointStore(
                path.resolve("checkpoints"), evaluation.isOn() ? last.andBest(evaluation.objective()) : last);
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

    /** The trained adapter, a PEFT folder. */
    public Path adapter() {
        return path.resolve("adapter");
    }

    void create() throws IOException {
        Files.createDirectories(path);
    }

    void write(DropReport report) throws IOException {
        byte[] json = report.toJson().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(path.resolve("dropped.json"), out -> out.write(ByteBuffer.wrap(json)));
    }
}
