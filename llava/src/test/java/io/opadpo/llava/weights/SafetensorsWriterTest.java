package io.opadpo.llava.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

    @TempDir
    Path folder;

    @Test
    void whatItWritesReadsBack() {
        List<TensorInfo> tensors = Stream.of(StoredType.values())
                .map(type -> new TensorInfo("of \"" + type + "\" é", type, List.of(3L, 5L)))
                .toList();
        Path file = folder.resolve("all.safetensors");
        SafetensorsWriter.write(file, tensors, (tensor, out) -> {
            ByteBuffer bytes = bytes(tensor);
            out.write(bytes.slice(0, 7));
            out.write(bytes.slice(7, bytes.limit() - 7));
        });
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.metadata()).containsOnlyKeys("format").containsEntry("format", "pt");
            assertThat(read.names()).hasSameSizeAs(tensors);
            for (TensorInfo tensor : tensors) {
                assertThat(read.info(tensor.name())).isEqualTo(tensor);
                assertThat(StoreReads.whole(read, tensor.name())).isEqualTo(bytes(tensor));
            }
        }
    }

    @Test
    void alignsEveryTensorToItsElement() throws IOException {
        List<TensorInfo> tensors = List.of(
                new TensorInfo("bytes", StoredType.U8, List.of(3L)),
                new TensorInfo("floats", StoredType.F32, List.of(1L)),
                new TensorInfo("halves", StoredType.BF16, List.of(1L)));
        Path file = folder.resolve("aligned.safetensors");
        SafetensorsWriter.write(file, tensors, (tensor, out) -> out.write(bytes(tensor)));
        long header = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(header % 8).isZero();
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).containsExactly("floats", "halves", "bytes");
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "old");
        List<TensorInfo> one = List.of(new TensorInfo("a", StoredType.U8, List.of(4L)));
        assertThatThrownBy(() -> SafetensorsWriter.write(file, one, (tensor, out) -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(file.toString(), "disk full");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, one, (tensor, out) -> out.write(ByteBuffer.allocate(3))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 of the 4 bytes of a");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, one, (tensor, out) -> out.write(ByteBuffer.allocate(5))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("model.safetensors");
    }

    @Test
    void refusesNamesTheFormatCannotHold() {
        TensorInfo a = new TensorInfo("a", StoredType.U8, List.of());
        Path file = folder.resolve("model.safetensors");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(a, a), (tensor, out) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(a.named("__metadata__")), (tensor, out) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shardsReadBackAsOneStore() {
        List<TensorInfo> tensors = Stream.of(30L, 50L, 30L, 200L, 10L)
                .map(size -> new TensorInfo("t" + size, StoredType.U8, List.of(size)))
                .distinct()
                .toList();
        List<Path> files = CheckpointWriter.write(folder, tensors, 100, (tensor, out) -> out.write(bytes(tensor)));
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors");
        assertThat(folder.resolve("model.safetensors.index.json"))
                .content()
                .contains("\"total_size\" : 290")
                .contains("\"t10\" : \"model-00003-of-00003.safetensors\"");
        try (CheckpointFolder read = CheckpointFolder.open(folder)) {
            assertThat(read.names()).containsExactlyInAnyOrder("t30", "t50", "t200", "t10");
            assertThat(read.fileOf("t50")).isEqualTo(files.get(0));
            tensors.forEach(
                    tensor -> assertThat(StoreReads.whole(read, tensor.name())).isEqualTo(bytes(tensor)));
        }
    }

    @Test
    void oneFileReplacesAnIndexAndTheOtherWayRound() {
        List<TensorInfo> tensors = List.of(
                new TensorInfo("a", StoredType.U8, List.of(4L)), new TensorInfo("b", StoredType.U8, List.of(4L)));
        CheckpointWriter.write(folder, tensors, 4, (tensor, out) -> out.write(bytes(tensor)));
        CheckpointWriter.write(folder, tensors, 8, (tensor, out) -> out.write(bytes(tensor)));
        assertThat(folder.resolve("model.safetensors.index.json")).doesNotExist();
        try (CheckpointFolder read = CheckpointFolder.open(folder)) {
            assertThat(read.fileOf("b")).isEqualTo(folder.resolve("model.safetensors"));
        }
        CheckpointWriter.write(folder, tensors, 4, (tensor, out) -> out.write(bytes(tensor)));
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
    }

    private static ByteBuffer bytes(TensorInfo tensor) {
        byte[] bytes = new byte[(int) tensor.bytes()];
        new Random(tensor.name().hashCode()).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
