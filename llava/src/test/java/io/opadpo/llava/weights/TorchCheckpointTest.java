package io.opadpo.llava.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {

    private static final String STORAGE =
            "ctorch\nFloatStorage\n" + TorchArchive.text("0") + TorchArchive.text("cpu") + "K\u0002";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"state-dict.bin", "protocol4.bin", "zip64.bin"})
    void readsWhatTorchSaved(String file) {
        try (TorchCheckpoint read = TorchCheckpoint.open(resource(file))) {
            assertThat(read.names())
                    .containsExactly(
                            "float32",
                            "float16",
                            "bfloat16",
                            "float64",
                            "int64",
                            "int8",
                            "bool",
                            "scalar",
                            "empty",
                            "tied",
                            "tied_too",
                            "row",
                            "column_of_one",
                            "parameter");
            assertThat(read.info("float32")).isEqualTo(new TensorInfo("float32", StoredType.F32, List.of(2L, 3L)));
            assertThat(StoreReads.floats(read, "float32")).containsExactly(0, .25f, .5f, .75f, 1, 1.25f);
            assertThat(StoreReads.shorts(read, "float16"))
                    .containsExactly((short) 0x3C00, (short) 0xC000, (short) 0x3800);
            assertThat(read.info("bfloat16").type()).isEqualTo(StoredType.BF16);
            assertThat(StoreReads.shorts(read, "bfloat16"))
                    .containsExactly((short) 0x3F80, (short) 0xC000, (short) 0x3F00, (short) 0x4040);
            assertThat(StoreReads.whole(read, "float64").getDouble()).isEqualTo(1e300);
            assertThat(StoreReads.whole(read, "int64").getLong(8)).isEqualTo(1L << 40);
            assertThat(StoreReads.whole(read, "int8").get()).isEqualTo((byte) -3);
            assertThat(read.info("bool").type()).isEqualTo(StoredType.BOOL);
            assertThat(read.info("scalar").shape()).isEmpty();
            assertThat(StoreReads.floats(read, "scalar")).containsExactly(7);
            assertThat(read.info("empty").shape()).containsExactly(0L, 4L);
            assertThat(StoreReads.floats(read, "parameter")).containsExactly(5);
        }
    }

    @Test
    void readsTensorsThatShareAStorage() {
        try (TorchCheckpoint read = TorchCheckpoint.open(resource("state-dict.bin"))) {
            assertThat(StoreReads.floats(read, "tied")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
            assertThat(StoreReads.whole(read, "tied_too")).isEqualTo(StoreReads.whole(read, "tied"));
            assertThat(StoreReads.floats(read, "row")).containsExactly(6, 7, 8);
            assertThat(read.info("column_of_one").shape()).containsExactly(3L, 1L);
            assertThat(StoreReads.floats(read, "column_of_one")).containsExactly(3, 4, 5);
        }
    }

    @Test
    void theZip64SampleReallyIsOne() throws IOException {
        String bytes = Files.readString(resource("zip64.bin"), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("PK\6\6").contains("PK\6\7").endsWith("\u00ff".repeat(12) + "\0\0");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "before-1.6.bin, before PyTorch 1.6",
                "not-contiguous.bin, 'turned' is not contiguous",
                "nested.bin, value of 'epoch' is not a tensor",
                "whole-module.bin, torch.nn.modules.linear.Linear",
                "make.py, not a zip archive"
            })
    void refusesOtherThingsTorchSaves(String file, String message) {
        assertRefused(resource(file), message);
    }

    @Test
    void readsAnArchivePutTogetherByHand() throws IOException {
        Path file = write(
                TorchArchive.ofTensor(STORAGE, "K\0K\u0002\u0085K\u0001\u0085").stored("x/byteorder", ascii("little")));
        try (TorchCheckpoint read = TorchCheckpoint.open(file)) {
            assertThat(StoreReads.floats(read, "key")).containsExactly(0, 0);
        }
    }

    @Test
    void refusesOffsetsOutOfTheStorage() throws IOException {
        String shapeAndStride = "K\u0002\u0085K\u0001\u0085";
        assertRefused(write(TorchArchive.ofTensor(STORAGE, "K\u0001" + shapeAndStride)), "2 elements from 1 of");
        assertRefused(
                write(TorchArchive.ofTensor(STORAGE, "J\u00ff\u00ff\u00ff\u00ff" + shapeAndStride)),
                "2 elements from -1 of");
    }

    @Test
    void refusesShapesAndStoragesThatLie() throws IOException {
        String huge = "\u008a\u0008\0\0\0\0\0\0\0\u0040"; // 2^62
        assertRefused(write(TorchArchive.ofTensor(STORAGE, "K\0" + huge + "\u0085K\u0001\u0085")), "overflows");
        assertRefused(
                write(TorchArchive.ofTensor(STORAGE, "K\0K\u0003\u0085K\u0001\u0085")), "needs 3 elements from 0");
        assertRefused(
                write(TorchArchive.ofTensor(STORAGE, "K\0J\u00fe\u00ff\u00ff\u00ff\u0085K\u0001\u0085")),
                "negative dimension");
        assertRefused(
                write(TorchArchive.ofTensor(STORAGE, "K\0K\u0002\u0085K\u0002\u0085")), "'key' is not contiguous");
        String claims = STORAGE.substring(0, STORAGE.length() - 2);
        assertRefused(
                write(TorchArchive.ofTensor(claims + huge, "K\0K\u0002\u0085K\u0001\u0085")),
                "its zip entry holds 8 bytes");
        assertRefused(
                write(TorchArchive.ofTensor(
                        STORAGE.replace(TorchArchive.text("0"), TorchArchive.text("1")),
                        "K\0K\u0002\u0085K\u0001\u0085")),
                "'data/1', which is missing");
    }

    @Test
    void refusesArchivesThatAreNotPlain() throws IOException {
        byte[] pickle = TorchArchive.tensorPickle(STORAGE, "K\0K\u0002\u0085K\u0001\u0085");
        assertRefused(write(new TorchArchive().deflated("x/data.pkl", pickle)), "'x/data.pkl' is compressed");
        assertRefused(
                write(new TorchArchive().stored("x/data.pkl", pickle).deflated("x/data/0", new byte[8])),
                "'x/data/0' is compressed");
        assertRefused(
                write(new TorchArchive().stored("x/data.pkl", pickle).stored("x/byteorder", ascii("big"))),
                "byte order is 'big'");
        assertRefused(
                write(new TorchArchive().stored("x/data.pkl", pickle).stored("y/data.pkl", pickle)),
                "2 entries data.pkl");
        assertRefused(write(new TorchArchive().stored("x/other", pickle)), "0 entries data.pkl");
        assertRefused(write(new TorchArchive().stored("x/data.pkl", new byte[(16 << 20) + 1])), "over 16777216 bytes");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] good = Files.readAllBytes(resource("state-dict.bin"));
        for (int length = 0; length < good.length; length++) {
            Path file = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(good, length));
            assertRefused(file, "zip archive");
        }
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> TorchCheckpoint.open(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/torch").resolve(name);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Path write(TorchArchive archive) throws IOException {
        return Files.write(folder.resolve("made.bin"), archive.toBytes());
    }
}
