package io.opadpo.llava.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.train.schedule.DataPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checkpoints whose content tells their step. */
final class Samples {

    private Samples() {}

    static Checkpoint save(CheckpointStore store, long step) {
        return save(store, step, Map.of("eval/loss", 1.0));
    }

    static Checkpoint save(CheckpointStore store, long step, Map<String, Double> metrics) {
        return store.save(
                step, metrics, Map.of("data", new DataPosition(42, 1_000, 3, (int) (step % 1_000))), folder -> {
                    Files.writeString(folder.resolve("optimizer.bin"), "optimizer at " + step);
                    Files.createDirectories(folder.resolve("adapter"));
                    Files.writeString(folder.resolve("adapter/weights.bin"), "weights at " + step);
                    Files.writeString(folder.resolve("empty"), "");
                });
    }

    static void requireWhole(Checkpoint checkpoint) {
        long step = checkpoint.step();
        assertThat(checkpoint.folder().resolve("optimizer.bin")).hasContent("optimizer at " + step);
        assertThat(checkpoint.folder().resolve("adapter/weights.bin")).hasContent("weights at " + step);
        assertThat(checkpoint.folder().resolve("empty")).isEmptyFile();
        assertThat(checkpoint.state("data", DataPosition.class))
                .isEqualTo(new DataPosition(42, 1_000, 3, (int) (step % 1_000)));
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
