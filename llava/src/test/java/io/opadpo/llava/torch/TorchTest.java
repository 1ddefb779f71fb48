package io.opadpo.llava.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.weights.SafetensorsFile;
import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TorchTest {

    private static final int FP32 = Precision.FP32.torchCode();

    @Test
    void bf16TensorsAreMadeWithoutDjlKnowing() {
        try (Torch torch = Torch.open(Device.cpu(), Precision.BF16);
                Scope scope = torch.scope()) {
            IValue zeros = scope.infer("zeros", torch.like(), new int[] {2, 3});
            assertThat(scope.toFloats(scope.infer("cast", zeros, FP32)))
                    .containsOnly(0f)
                    .hasSize(6);
        }
    }

    /** Values that every type holds exactly. */
    @ParameterizedTest
    @EnumSource(
            value = StoredType.class,
            names = {"F64", "F32", "F16", "BF16"})
    void storedTypesAreReadAndWritten(StoredType type, @TempDir Path folder) throws IOException {
        float[] values = {0, 1, -1, 0.5f, -1.75f, 96, 0.015625f};
        Path source = folder.resolve("values.safetensors");
        SafetensorsWriter.write(
                source,
                List.of(new TensorInfo("x", StoredType.F32, List.of(7L))),
                (info, out) -> out.write(littleEndian(values)));
        Path copy = folder.resolve("copy.safetensors");
        try (Torch torch = Torch.open(Device.cpu(), Precision.FP32);
                Scope scope = torch.scope();
                SafetensorsFile file = SafetensorsFile.open(source)) {
            IValue tensor = scope.own(Tensors.read(torch, file, "x", Precision.FP32));
            SafetensorsWriter.write(
                    copy,
                    List.of(new TensorInfo("x", type, List.of(7L))),
                    (info, out) -> Tensors.write(torch, tensor, type, out));
            try (SafetensorsFile written = SafetensorsFile.open(copy)) {
                for (Precision precision : Precision.values()) {
                    IValue back = scope.own(Tensors.read(torch, written, "x", precision));
                    assertThat(scope.toFloats(scope.infer("cast", back, FP32))).isEqualTo(values);
                }
            }
        }
    }

    /** More than one piece of 64 MiB, so that offsets count. */
    @Test
    void largeTensorsArriveWhole(@TempDir Path folder) throws IOException {
        int count = 20 << 20;
        float[] values = new float[count];
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        Path source = folder.resolve("large.safetensors");
        SafetensorsWriter.write(
                source,
                List.of(new TensorInfo("x", StoredType.F32, List.of(20L, 1L << 20))),
                (info, out) -> out.write(littleEndian(values)));
        Path raw = folder.resolve("raw");
        try (Torch torch = Torch.open(Device.cpu(), Precision.FP32);
                Scope scope = torch.scope();
                SafetensorsFile file = SafetensorsFile.open(source);
                FileChannel out = FileChannel.open(raw, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            IValue tensor = scope.own(Tensors.read(torch, file, "x", Precision.FP32));
            assertThat(scope.shape(tensor)).containsExactly(20, 1 << 20);
            assertThat(scope.toFloats(tensor)).isEqualTo(values);
            Tensors.write(torch, tensor, StoredType.F32, out);
        }
        assertThat(Files.readAllBytes(raw)).isEqualTo(littleEndian(values).array());
    }

    @Test
    void whatTheScriptRefusesIsThrown() {
        try (Torch torch = Torch.open(Device.cpu(), Precision.FP32);
                Scope scope = torch.scope()) {
            IValue x = scope.floats(new float[] {1, 2}, 2);
            assertThatThrownBy(() -> scope.infer("take", x, scope.longs(5))).isInstanceOf(EngineException.class);
            assertThatThrownBy(() -> scope.infer("cast", x, new Object())).isInstanceOf(IllegalArgumentException.class);
            assertThat(scope.toFloats(scope.infer("take", x, scope.longs(1)))).containsExactly(2);
        }
    }

    private static ByteBuffer littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
