package io.opadpo.llava.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.files.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointDamageTest {

    private static final List<String> FILES =
            List.of("optimizer.bin", "adapter/weights.bin", "checkpoint.json", "checkpoint.json.sha256");

    @TempDir
    Path folder;

    private CheckpointStore store;
    private Path newest;

    @BeforeEach
    void saveTwo() {
        store = new CheckpointStore(folder.resolve("root"), Retention.last(2));
        Samples.save(store, 1);
        newest = Samples.save(store, 2).folder();
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        for (String name : FILES) {
            Path file = newest.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int length = 0; length < good.length; length++) {
                Files.write(file, Arrays.copyOf(good, length));
                assertSkipped(name);
            }
            Files.write(file, good);
        }
        assertThat(store.latest().skipped()).isEmpty();
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        long seed = 77;
        Random random = new Random(seed);
        for (String name : FILES) {
            Path file = newest.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < good.length; i++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bad);
                assertThat(store.latest().skipped())
                        .as("seed %d, %s[%d]", seed, name, i)
                        .hasSize(1);
            }
            Files.write(file, good);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"optimizer.bin", "adapter/weights.bin", "checkpoint.json", "checkpoint.json.sha256", "empty"})
    void aMissingFileIsNoticed(String name) throws IOException {
        Files.delete(newest.resolve(name));
        assertSkipped(name);
        assertThat(store.list()).extracting(Checkpoint::step).containsExactly(1L);
    }

    @Test
    void aLinkIsNotTakenForAFile() throws IOException {
        Path moved = Files.move(newest.resolve("optimizer.bin"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(newest.resolve("optimizer.bin"), moved);
        assertSkipped("optimizer.bin");
        Files.delete(newest.resolve("optimizer.bin"));
        Files.move(moved, newest.resolve("optimizer.bin"));
        Path adapter = Files.move(newest.resolve("adapter"), folder.resolve("adapter"));
        Files.createSymbolicLink(newest.resolve("adapter"), adapter);
        assertSkipped("outside the checkpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../step-000001/optimizer.bin", "/etc/hostname", "\\u0000", "", "adapter", "optimizer.bin/x"})
    void aManifestCannotReachOutOfItsFolder(String path) throws IOException {
        forge(json -> json.replace("\"optimizer.bin\"", "\"" + path + "\""));
        assertSkipped("'" + path.replace("\\u0000", "\0") + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":1}",
                "[]",
                "{\"version\":1,\"step\":2,\"metrics\":{},\"files\":null,\"state\":{}}",
                "{\"version\":1,\"step\":2,\"metrics\":{},\"files\":[null],\"state\":{}}",
                "{\"version\":1,\"step\":2,\"metrics\":{\"a\":null},\"files\":[],\"state\":{}}",
                "{\"version\":1,\"step\":2,\"metrics\":{},\"files\":[{\"path\":null,\"bytes\":1,\"sha256\":\"\"}],\"state\":{}}",
                "{\"version\":1,\"step\":2,\"metrics\":{},\"files\":[{\"path\":\"empty\"}],\"state\":{}}",
                "{\"version\":1,\"step\":2,\"metrics\":{},\"files\":[],\"state\":[]}",
                "{\"version\":1,\"step\":2,\"metrics\":{},\"files\":[],\"state\":null}",
                "{\"version\":1,\"step\":3,\"metrics\":{},\"files\":[],\"state\":{}}",
                "{\"version\":1,\"step\":1e99,\"metrics\":{},\"files\":[],\"state\":{}}"
            })
    void aForgedManifestIsSkipped(String json) throws IOException {
        forge(original -> json);
        assertSkipped("checkpoint.json");
    }

    @Test
    void hugeManifestsAreNotRead() throws IOException {
        forge(json -> json + " ".repeat(Manifest.MAX_BYTES));
        assertSkipped("impossible size");
        forge(json -> "{\"version\":1,\"state\":" + "[".repeat(1 << 20));
        assertSkipped("checkpoint.json cannot be read");
    }

    @Test
    void anotherFormatIsAnErrorAndNoDamage() throws IOException {
        forge(json -> json.replaceFirst("\"version\" : 1", "\"version\" : 2"));
        assertThatThrownBy(store::latest)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("step-000002", "format version 2");
    }

    @Test
    void withoutAnyWholeCheckpointEveryReasonIsGiven() throws IOException {
        Files.delete(newest.resolve("empty"));
        Files.delete(newest.resolveSibling("step-000001").resolve("checkpoint.json"));
        Recovery found = store.latest();
        assertThat(found.checkpoint()).isEmpty();
        assertThat(found.skipped())
                .extracting(skipped -> skipped.folder().getFileName().toString())
                .containsExactly("step-000002", "step-000001");
        assertThat(found.skipped().get(1).reason()).contains("never finished");
    }

    @Test
    void trainingGoesOnFromTheOlderCheckpoint() throws IOException {
        Files.writeString(newest.resolve("optimizer.bin"), "damaged at 2.");
        Checkpoint older = store.latest().checkpoint().orElseThrow();
        store.rewindTo(older.step());
        Samples.save(store, 2);
        assertThat(store.latest().skipped()).isEmpty();
        assertThat(store.latest().checkpoint()).map(Checkpoint::step).contains(2L);
    }

    @Test
    void foldersOfOtherNamesAreLeftAlone() throws IOException {
        Path root = newest.getParent();
        for (String name : List.of("step-3", "step-0000003", "step-000003-1", "step-000003-02", "step-000003x", "x")) {
            Files.createDirectories(root.resolve(name));
        }
        Files.writeString(root.resolve("step-000009"), "a file");
        assertThat(store.latest().skipped()).isEmpty();
        Samples.save(store, 3);
        store.rewindTo(0);
        assertThat(Samples.names(root)).hasSize(7).noneMatch("step-000003"::equals);
    }

    private void assertSkipped(String reason) {
        Recovery found = store.latest();
        assertThat(found.checkpoint()).map(Checkpoint::step).contains(1L);
        assertThat(found.skipped()).hasSize(1);
        assertThat(found.skipped().get(0).folder()).isEqualTo(newest);
        assertThat(found.skipped().get(0).reason()).contains(reason);
    }

    /** Writes another manifest, with a checksum that fits. */
    private void forge(UnaryOperator<String> change) throws IOException {
        Path file = newest.resolve(Manifest.NAME);
        byte[] json = change.apply(Files.readString(file)).getBytes(StandardCharsets.UTF_8);
        Files.write(file, json);
        Files.writeString(newest.resolve(Manifest.CHECKSUM_NAME), Sha256.of(json) + "  checkpoint.json\n");
    }
}
