package io.opadpo.llava.lora;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** fp32 arrays as files hold them. */
final class Floats {

    private Floats() {}

    static ByteBuffer littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
