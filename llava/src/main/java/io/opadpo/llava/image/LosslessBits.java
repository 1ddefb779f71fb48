package io.opadpo.llava.image;

import java.nio.ByteBuffer;
import javax.imageio.IIOException;

/** Reads bits, least significant first, and refuses to read past the end. */
final class LosslessBits {

    private final ByteBuffer data;
    private long buffer;
    private int buffered;

    LosslessBits(ByteBuffer data) {
        this.data = data;
    }

    /** The next {@code count} bits, at most 24. */
    int read(int count) throws IIOException {
        while (buffered < count) {
            if (!data.hasRemaining()) {
                throw new IIOException("its data ends too early");
            }
            buffer |= (data.get() & 0xFFL) << buffered;
            buffered += 8;
        }
        int bits = (int) buffer & ((1 << count) - 1);
        buffer >>>= count;
        buffered -= count;
        return bits;
    }

    boolean readFlag() throws IIOException {
        return read(1) == 1;
    }
}
