package io.opadpo.llava.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** To the nearest of 8 significant bits, ties to even. */
    @Test
    void bf16RoundsOnce() {
        try (Torch torch = Torch.open(Device.cpu(), Precision.BF16);
                Scope scope = torch.scope()) {
            float[] values = {1, -3.25f, 1 + 0x1p-8f, 1 + 0x3p-8f, 1 + 0x1.8p-8f, 1e38f, Float.NEGATIVE_INFINITY};
            IValue rounded = scope.infer(
                    "cast",
                    scope.floats(values, values.length),
                    torch.precision().torchCode());
            assertThat(scope.toFloats(scope.infer("cast", rounded, FP32)))
                    .containsExactly(1, -3.25f, 1, 1 + 0x1p-6f, 1 + 0x1p-7f, 0x1.2cp126f, Float.NEGATIVE_INFINITY);
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
            assertThatThrownBy(() -> scope.infer("take", x, scope.longs(5)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("take")
                    .hasMessageContaining("index out of range");
            assertThatThrownBy(() -> scope.infer("take", x))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("missing value for argument 'rows'");
            assertThatThrownBy(() -> scope.infer("no_such_method", x))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("no_such_method");
            assertThatThrownBy(() -> scope.infer("cast", x, new Object()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("java.lang.Object");
            assertThat(scope.toFloats(scope.infer("take", x, scope.longs(1)))).containsExactly(2);
        }
    }

    @Test
    void aScopeFreesWhatItOwnsAndNothingElse() {
        try (Torch torch = Torch.open(Device.cpu(), Precision.FP32)) {
            int before = NativeMemory.arrays(torch);
            IValue argument;
            IValue result;
            IValue list;
            IValue free;
            try (Scope scope = torch.scope()) {
                argument = scope.floats(new float[] {1, 2}, 2);
                result = scope.infer("cast", argument, FP32);
                list = scope.list(List.of(argument, result));
                free = torch.infer("cast", argument, FP32);
            }
            assertThat(List.of(argument, result, list)).allMatch(IValue::isReleased);
            try (PtNDArray kept = torch.retain(free)) {
                assertThat(free.isReleased()).isTrue();
                assertThat(kept.toFloatArray()).containsExactly(1, 2);
                assertThat(NativeMemory.arrays(torch)).isEqualTo(before + 1);
            }
            assertThat(NativeMemory.arrays(torch)).isEqualTo(before);
        }
    }

    @Test
    void aScopeFreesWhatItOwnsWhenACallFails() {
        try (Torch torch = Torch.open(Device.cpu(), Precision.FP32)) {
            int before = NativeMemory.arrays(torch);
            List<IValue> made = new ArrayList<>();
            assertThatThrownBy(() -> {
                        try (Scope scope = torch.scope()) {
                            made.add(scope.floats(new float[] {1, 2}, 2));
                            made.add(scope.longs(5));
                            scope.infer("take", made.get(0), made.get(1));
                        }
                    })
                    .isInstanceOf(EngineException.class);
            assertThat(made).hasSize(2).allMatch(IValue::isReleased);
            assertThat(NativeMemory.arrays(torch)).isEqualTo(before);
        }
    }

    /** Inference tensors have no place in autograd; recorded ones carry the graph. */
    @Test
    void recordedCallsCanBeDifferentiated() {
        try (Torch torch = Torch.open(Device.cpu(), Precision.FP32);
                Scope scope = torch.scope()) {
            try (PtNDArray x = torch.retain(torch.record("cast", scope.floats(new float[] {1, 2, 3}, 3), FP32))) {
                x.setRequiresGradient(true);
                IValue y = scope.record("scaled", scope.own(IValue.from(x)), 2.5, FP32);
                scope.backward(y, scope.floats(new float[] {1, 10, 100}, 3));
                try (NDArray gradient = x.getGradient()) {
                    assertThat(gradient.toFloatArray()).containsExactly(2.5f, 25, 250);
                }
                IValue inferred = scope.infer("scaled", scope.own(IValue.from(x)), 2.5, FP32);
                assertThatThrownBy(() -> scope.backward(inferred, scope.floats(new float[] {1, 10, 100}, 3)))
                        .isInstanceOf(EngineException.class);
            }
        }
    }

    /** libtorch keeps its switches per thread. */
    @Test
    void anyThreadMayCall() throws Exception {
        try (Torch torch = Torch.open(Device.cpu(), Precision.FP32)) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<float[]>> results = new ArrayList<>();
                for (int i = 0; i < 32; i++) {
                    float value = i;
                    results.add(threads.submit(() -> {
                        try (Scope scope = torch.scope()) {
                            return scope.toFloats(
                                    scope.record("scaled", scope.floats(new float[] {value}, 1), 2.0, FP32));
                        }
                    }));
                }
                for (int i = 0; i < results.size(); i++) {
                    assertThat(results.get(i).get()).containsExactly(2f * i);
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    private static ByteBuffer littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
