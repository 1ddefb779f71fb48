package io.opadpo.llava.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.train.schedule.DataPosition;
import io.opadpo.llava.train.telemetry.EarlyStopping;
import io.opadpo.llava.train.telemetry.Objective;
import io.opadpo.llava.train.telemetry.Throughput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

    private static final Objective LOSS = Objective.minimise("eval/loss");

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void chooseARoot() {
        root = folder.resolve("run/checkpoints");
    }

    @Test
    void aCheckpointComesBackAsItWasSaved() throws IOException {
        CheckpointStore store = new CheckpointStore(root, Retention.last(3));
        Checkpoint saved = Samples.save(store, 123, Map.of("eval/loss", 0.1, "kl", Double.NaN));
        Checkpoint found = new CheckpointStore(root, Retention.last(3))
                .latest()
                .checkpoint()
                .orElseThrow();
        assertThat(found).isEqualTo(saved);
        assertThat(found.folder()).isEqualTo(root.resolve("step-000123"));
        assertThat(found.metrics()).containsExactly(Map.entry("eval/loss", 0.1));
        Samples.requireWhole(found);
        assertThat(Samples.names(root)).containsExactly("step-000123");
        assertThat(Samples.names(found.folder()))
                .containsExactly("adapter", "checkpoint.json", "checkpoint.json.sha256", "empty", "optimizer.bin");
    }

    @Test
    void everyStateOfATrainingComesBack() {
        EarlyStopping.State none = new EarlyStopping(LOSS, 1, 0).start();
        EarlyStopping.State some = new EarlyStopping.State(1e-300, 1L << 60, 3);
        Throughput.State speed = new Throughput.State(0.1, 2, 3, 4.5, 1e9 / 3);
        DataPosition position = new DataPosition(Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 62, 17);
        Map<String, Object> state =
                Map.of("none", none, "some", some, "speed", speed, "data", position, "seed", Long.MAX_VALUE);
        new CheckpointStore(root, Retention.last(1)).save(1, Map.of(), state, draft -> {});
        Checkpoint found = new CheckpointStore(root, Retention.last(1))
                .latest()
                .checkpoint()
                .orElseThrow();
        assertThat(found.state("none", EarlyStopping.State.class)).isEqualTo(none);
        assertThat(found.state("some", EarlyStopping.State.class)).isEqualTo(some);
        assertThat(found.state("speed", Throughput.State.class)).isEqualTo(speed);
        assertThat(found.state("data", DataPosition.class)).isEqualTo(position);
        assertThat(found.state("seed", Long.class)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void namesTheStateThatIsMissingOrOfAnotherKind() {
        CheckpointStore store = new CheckpointStore(root, Retention.last(1));
        Map<String, Object> state = Map.of(
                "data",
                Map.of("seed", 1, "samples", 2, "epoch", 3),
                "bad",
                Map.of("seed", 1, "samples", 2, "epoch", 3, "index", 4));
        Checkpoint saved = store.save(1, Map.of(), state, draft -> {});
        for (String name : new String[] {"data", "bad", "other"}) {
            assertThatThrownBy(() -> saved.state(name, DataPosition.class))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("step-000001", "state '" + name + "'");
        }
    }

    @Test
    void keepsTheLastAndTheBest() throws IOException {
        CheckpointStore store = new CheckpointStore(root, Retention.last(2).andBest(LOSS));
        double[] losses = {5, 3, 4, 3, 6, 2, 7, 8};
        for (int i = 0; i < losses.length; i++) {
            Samples.save(store, 10L * (i + 1), Map.of("eval/loss", losses[i]));
            if (i == 4) {
                assertThat(Samples.names(root)).containsExactly("step-000020", "step-000040", "step-000050");
            }
        }
        assertThat(Samples.names(root)).containsExactly("step-000060", "step-000070", "step-000080");
        assertThat(store.best(LOSS)).map(Checkpoint::step).contains(60L);
        assertThat(store.best(Objective.maximise("eval/loss")))
                .map(Checkpoint::step)
                .contains(80L);
        assertThat(store.best(Objective.minimise("other"))).isEmpty();
        assertThat(store.list()).extracting(Checkpoint::step).containsExactly(60L, 70L, 80L);
    }

    @Test
    void stepsSortAsNumbers() throws IOException {
        CheckpointStore store = new CheckpointStore(root, Retention.last(2));
        for (long step : new long[] {0, 999_999, 1_000_000, 10_000_000}) {
            Samples.save(store, step);
        }
        assertThat(store.list()).extracting(Checkpoint::step).containsExactly(1_000_000L, 10_000_000L);
        assertThat(store.latest().checkpoint()).map(Checkpoint::step).contains(10_000_000L);
    }

    @Test
    void aStepSavedAgainReplacesTheOlderEdition() throws IOException {
        CheckpointStore store = new CheckpointStore(root, Retention.last(1));
        Samples.save(store, 5, Map.of("eval/loss", 1.0));
        Checkpoint again = Samples.save(store, 5, Map.of("eval/loss", 2.0));
        assertThat(Samples.names(root)).containsExactly("step-000005-2");
        assertThat(store.latest().checkpoint()).contains(again);
        assertThat(again.metrics()).containsEntry("eval/loss", 2.0);
        Samples.requireWhole(again);
    }

    @Test
    void laterCheckpointsMustBeGivenUpBeforeTrainingOn() throws IOException {
        CheckpointStore store = new CheckpointStore(root, Retention.last(5));
        store.rewindTo(0);
        for (long step : new long[] {10, 20, 30}) {
            Samples.save(store, step);
        }
        assertThatThrownBy(() -> Samples.save(store, 20))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step-000030");
        assertThat(Samples.names(root)).hasSize(3);
        store.rewindTo(10);
        assertThat(Samples.names(root)).containsExactly("step-000010");
        Samples.save(store, 20);
        store.rewindTo(0);
        assertThat(Samples.names(root)).isEmpty();
    }

    @Test
    void aContentThatFailsLeavesTheOlderCheckpoints() throws IOException {
        CheckpointStore store = new CheckpointStore(root, Retention.last(1));
        Samples.save(store, 1);
        assertThatThrownBy(() -> store.save(2, Map.of(), Map.of(), draft -> {
                    Files.writeString(draft.resolve("half"), "x");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(root.toString(), "step 2", "disk full");
        assertThat(Samples.names(root)).containsExactly("step-000001");
    }

    @Test
    void onlyPlainFilesOfOtherNamesBelongToACheckpoint() throws IOException {
        CheckpointStore store = new CheckpointStore(root, Retention.last(1));
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        assertThatThrownBy(() -> store.save(
                        1, Map.of(), Map.of(), draft -> Files.createSymbolicLink(draft.resolve("link"), secret)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("only plain files");
        assertThatThrownBy(() -> store.save(
                        1, Map.of(), Map.of(), draft -> Files.writeString(draft.resolve("checkpoint.json"), "{}")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the manifest's");
        assertThatThrownBy(() -> store.save(1, Map.of(), Map.of("big", "x".repeat(Manifest.MAX_BYTES)), draft -> {}))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("over the limit");
        assertThat(Samples.names(root)).isEmpty();
        assertThat(secret).hasContent("x");
    }

    @Test
    void aFolderThatIsNotThereHasNoCheckpoint() {
        CheckpointStore store = new CheckpointStore(root, Retention.last(1));
        assertThat(store.latest()).isEqualTo(new Recovery(Optional.empty(), List.of()));
        assertThat(store.list()).isEmpty();
        assertThatThrownBy(() -> Retention.last(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.save(-1, Map.of(), Map.of(), draft -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
