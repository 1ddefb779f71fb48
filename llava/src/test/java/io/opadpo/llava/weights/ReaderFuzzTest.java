package io.opadpo.llava.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.LlavaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages valid files at random: a reader may read them or refuse them, and nothing else. */
class ReaderFuzzTest {

    private static final int ROUNDS = 2_000;

    @TempDir
    Path folder;

    @Test
    void safetensors() throws IOException {
        Path valid = folder.resolve("valid.safetensors");
        List<TensorInfo> tensors = List.of(
                new TensorInfo("layers.0.weight", StoredType.BF16, List.of(3L, 2L)),
                new TensorInfo("layers.0.bias", StoredType.F32, List.of(2L)),
                new TensorInfo("steps", StoredType.I64, List.of()));
        SafetensorsWriter.write(valid, tensors, (tensor, out) -> out.write(ByteBuffer.allocate((int) tensor.bytes())));
        fuzz(SafetensorsFile::open, Files.readAllBytes(valid));
    }

    @Test
    void torch() throws IOException {
        Path folder = Path.of("src/test/resources/torch");
        fuzz(
                TorchCheckpoint::open,
                Files.readAllBytes(folder.resolve("state-dict.bin")),
                Files.readAllBytes(folder.resolve("zip64.bin")));
    }

    private void fuzz(Function<Path, TensorStore> open, byte[]... valid) throws IOException {
        int read = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            Path file =
                    Files.write(folder.resolve("fuzzed"), damaged(valid[(int) seed % valid.length], new Random(seed)));
            try (TensorStore store = open.apply(file)) {
                StoreReads.readAll(store);
                read++;
            } catch (LlavaException expected) {
                assertThat(expected).hasMessageContaining(file.toString());
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        // Both outcomes must occur, or the damage would not reach the code it is meant for.
        assertThat(read).isBetween(1, ROUNDS - 1);
    }

    private static byte[] damaged(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) 0xFF);
                case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 4 ->
                    System.arraycopy(
                            bytes,
                            at,
                            bytes,
                            bytes.length / 2,
                            Math.min(16, bytes.length - Math.max(at, bytes.length / 2)));
                default -> bytes[at] = (byte) "0123456789[]{}\",-".charAt(random.nextInt(17));
            }
        }
        return bytes;
    }
}
