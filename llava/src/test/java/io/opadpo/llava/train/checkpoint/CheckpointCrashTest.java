package io.opadpo.llava.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.train.telemetry.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stops the machine at every operation of every call, and looks at what the next process finds. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files are told apart by inode")
class CheckpointCrashTest {

    private static final Objective LOSS = Objective.minimise("eval/loss");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(CrashingDisk.Moment.class)
    void aCrashedSaveLeavesTheOldCheckpointOrTheNew(CrashingDisk.Moment moment) throws IOException {
        int crashes = crashEverywhere(moment, store -> Samples.save(store, 40, Map.of("eval/loss", 0.5)), root -> {
            Recovery found = open(root).latest();
            assertThat(found.skipped()).isEmpty();
            assertThat(found.checkpoint()).map(Checkpoint::step).get().isIn(30L, 40L);
            found.checkpoint().ifPresent(Samples::requireWhole);
            assertThat(open(root).best(LOSS)).map(Checkpoint::step).get().isIn(10L, 40L);
        });
        assertThat(crashes).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(CrashingDisk.Moment.class)
    void aCrashedSecondSaveOfAStepLeavesOneOfTheTwo(CrashingDisk.Moment moment) throws IOException {
        crashEverywhere(moment, store -> Samples.save(store, 30, Map.of("eval/loss", 0.75)), root -> {
            Recovery found = open(root).latest();
            assertThat(found.skipped()).isEmpty();
            assertThat(found.checkpoint()).map(Checkpoint::step).contains(30L);
            found.checkpoint().ifPresent(Samples::requireWhole);
        });
    }

    @ParameterizedTest
    @EnumSource(CrashingDisk.Moment.class)
    void aCrashedRewindLeavesTheCheckpointsUpToSomeStep(CrashingDisk.Moment moment) throws IOException {
        crashEverywhere(moment, store -> store.rewindTo(10), root -> {
            assertThat(open(root).latest().skipped()).isEmpty();
            assertThat(open(root).list())
                    .extracting(Checkpoint::step)
                    .startsWith(10L)
                    .isSubsetOf(10L, 20L, 30L)
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void filesAreSyncedBeforeTheyAppearAndNothingGoesBeforeTheNewOneStays() throws IOException {
        Path root = folder.resolve("root");
        prepare(root);
        CrashingDisk disk = new CrashingDisk();
        Samples.save(new CheckpointStore(root, Retention.last(1), disk), 40);
        assertThat(disk.log())
                .containsSubsequence(
                        "create .step-000040.draft",
                        "sync weights.bin",
                        "write checkpoint.json.sha256",
                        "write checkpoint.json",
                        "rename to step-000040",
                        "sync root",
                        "rename to .step-000010.deleted",
                        "sync root",
                        "delete .step-000010.deleted")
                .contains("sync optimizer.bin", "sync empty", "sync adapter");
        assertThat(disk.log().indexOf("write checkpoint.json"))
                .isEqualTo(disk.log().indexOf("rename to step-000040") - 1);
    }

    /** Runs a call once per operation it makes, stopping there; answers how often. */
    private int crashEverywhere(
            CrashingDisk.Moment moment, Consumer<CheckpointStore> call, Consumer<Path> afterTheCrash)
            throws IOException {
        for (int operation = 1; ; operation++) {
            Path root = folder.resolve(moment + "-" + operation);
            prepare(root);
            CrashingDisk disk = new CrashingDisk(operation, moment);
            disk.keep(root);
            CheckpointStore store = new CheckpointStore(root, Retention.last(2).andBest(LOSS), disk);
            try {
                call.accept(store);
                return operation - 1;
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("crash at operation " + operation);
            }
            disk.losePower(root);
            afterTheCrash.accept(root);
            goOn(root);
        }
    }

    /** What the next process does, and that nothing is left of the crash. */
    private static void goOn(Path root) throws IOException {
        CheckpointStore store = open(root);
        store.rewindTo(store.latest().checkpoint().orElseThrow().step());
        Samples.save(store, 50, Map.of("eval/loss", 0.25));
        Samples.save(store, 60, Map.of("eval/loss", 3.0));
        Samples.save(store, 70, Map.of("eval/loss", 4.0));
        assertThat(Samples.names(root)).containsExactly("step-000050", "step-000060", "step-000070");
    }

    private static void prepare(Path root) throws IOException {
        CheckpointStore store = new CheckpointStore(root, Retention.last(9), new CrashingDisk());
        Samples.save(store, 10, Map.of("eval/loss", 1.0));
        Samples.save(store, 20, Map.of("eval/loss", 2.0));
        Samples.save(store, 30, Map.of("eval/loss", 2.0));
        Path leftover = Files.createDirectories(root.resolve(".step-000015.abc.draft/adapter"));
        Files.writeString(leftover.resolve("x"), "x");
    }

    private static CheckpointStore open(Path root) {
        return new CheckpointStore(root, Retention.last(2).andBest(LOSS), new CrashingDisk());
    }

    @Test
    void readingNeverChangesAnything() throws IOException {
        Path root = folder.resolve("root");
        prepare(root);
        open(root).latest();
        open(root).list();
        assertThat(Samples.names(root))
                .containsExactly(".step-000015.abc.draft", "step-000010", "step-000020", "step-000030");
    }

    @Test
    void aDraftIsNotLeftBehindByAFailureThatIsNoCrash() throws IOException {
        Path root = folder.resolve("root");
        CheckpointStore store = open(root);
        assertThatThrownBy(() -> store.save(1, Map.of(), Map.of(), draft -> {
                    Files.writeString(draft.resolve("a"), "a");
                    throw new IllegalArgumentException("no such tensor");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Samples.names(root)).isEmpty();
    }
}
