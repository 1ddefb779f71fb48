package io.opadpo.llava;

import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.weights.SafetensorsFile;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/** Golden values of independent implementations, from the folder that {@code -Dfixtures.dir} names. */
public final class Fixtures {

    public static final int IMAGE_TOKEN = 32000;

    private Fixtures() {}

    public static Path dir() {
        return Path.of(System.getProperty("fixtures.dir"));
    }

    public static Path path(String name) {
        return dir().resolve(name);
    }

    public static float[] floats(String file, String key) {
        try (SafetensorsFile store = SafetensorsFile.open(path(file))) {
            TensorInfo info = store.info(key);
            if (info.type() != StoredType.F32) {
                throw new IllegalArgumentException(key + " is " + info.type());
            }
            float[] values = new float[Math.toIntExact(info.elements())];
            bytes(store, info).asFloatBuffer().get(values);
            return values;
        }
    }

    public static int[] ints(String file, String key) {
        try (SafetensorsFile store = SafetensorsFile.open(path(file))) {
            TensorInfo info = store.info(key);
            long[] values = new long[Math.toIntExact(info.elements())];
            bytes(store, info).asLongBuffer().get(values);
            return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        }
    }

    private static ByteBuffer bytes(SafetensorsFile store, TensorInfo info) {
        return store.map(info.name(), 0, Math.toIntExact(info.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The golden rows: an image, a prompt and a response. */
    public record Row(Prompt prompt, int[] response, float[] pixels) {}

    /** Golden row 0 or 1. */
    public static Row row(int i) {
        int[] ids = ints("golden.safetensors", "ids_" + i);
        int promptLength = ints("golden.safetensors", "prompt_len_" + i)[0];
        String image = i == 0 ? "landscape.png" : "portrait.png";
        return new Row(
                Prompt.fromPlaceholders(Arrays.copyOf(ids, promptLength), IMAGE_TOKEN),
                Arrays.copyOfRange(ids, promptLength, ids.length),
                floats("pixel_values_112.safetensors", "pad112/" + image));
    }
}
