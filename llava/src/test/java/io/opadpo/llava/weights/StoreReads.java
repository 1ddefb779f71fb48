package io.opadpo.llava.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the tests of this package share: whole tensors, and where the fixtures lie. */
final class StoreReads {

    private StoreReads() {}

    static ByteBuffer whole(TensorStore store, String name) {
        return store.map(name, 0, Math.toIntExact(store.info(name).bytes()));
    }

    static float[] floats(TensorStore store, String name) {
        float[] values = new float[Math.toIntExact(store.info(name).elements())];
        whole(store, name).asFloatBuffer().get(values);
        return values;
    }

    static short[] shorts(TensorStore store, String name) {
        short[] values = new short[Math.toIntExact(store.info(name).elements())];
        whole(store, name).asShortBuffer().get(values);
        return values;
    }

    /** Touches every byte, as a caller would. */
    static void readAll(TensorStore store) {
        for (String name : store.names()) {
            ByteBuffer bytes = whole(store, name);
            bytes.get(new byte[bytes.remaining()]);
        }
    }

    static Path fixture(String name) {
        return Path.of(System.getProperty("fixtures.dir")).resolve(name);
    }
}
