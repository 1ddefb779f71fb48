package io.opadpo.llava.train.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A training that does nothing but count, until it is told to stop. Runs in a JVM of its own. */
final class TrainingProcess {

    /** Long enough to write that a JVM which does not wait is gone before. */
    private static final int CONTENT_BYTES = 32 << 20;

    private TrainingProcess() {}

    public static void main(String[] args) {
        CheckpointStore store = new CheckpointStore(Path.of(args[0]), Retention.last(1));
        try (ShutdownSignal signal = ShutdownSignal.install(Duration.ofMinutes(5))) {
            long step = 1;
            System.out.println("training");
            while (!signal.isRequested()) {
                step++;
                Thread.onSpinWait();
            }
            store.save(
                    step,
                    Map.of(),
                    Map.of("steps", step),
                    folder -> Files.write(folder.resolve("weights.bin"), new byte[CONTENT_BYTES]));
        }
    }
}
