package io.opadpo.llava;

import io.opadpo.llava.weights.SafetensorsFile;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/** A safetensors file of golden values. */
public record GoldenFile(Path path) {

    /** An fp32 tensor, flat. */
    public float[] floats(String key) {
        try (SafetensorsFile store = SafetensorsFile.open(path)) {
            TensorInfo info = store.info(key);
            if (info.type() != StoredType.F32) {
                throw new IllegalArgumentException(key + " is " + info.type());
            }
            float[] values = new float[Math.toIntExact(info.elements())];
            bytes(store, info).asFloatBuffer().get(values);
            return values;
        }
    }

    /** An int64 tensor, flat. */
    public int[] ints(String key) {
        try (SafetensorsFile store = SafetensorsFile.open(path)) {
            TensorInfo info = store.info(key);
            long[] values = new long[Math.toIntExact(info.elements())];
            bytes(store, info).asLongBuffer().get(values);
            return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        }
    }

    private static ByteBuffer bytes(SafetensorsFile store, TensorInfo info) {
        return store.map(info.name(), 0, Math.toIntExact(info.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    }
}
