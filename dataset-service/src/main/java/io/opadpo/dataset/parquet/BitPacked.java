package io.opadpo.dataset.parquet;

import io.opadpo.dataset.table.TableException;
import java.nio.ByteBuffer;

/** Small numbers as Parquet writes levels and dictionary indices: runs of one value, and groups of eight packed by bits. */
final class BitPacked {

    private final ByteBuffer in;
    private final int width;
    private long left;
    private boolean packed;
    private int value;
    private long bits;
    private int available;

    /** @param width of a number, in bits, 0 to 32 */
    BitPacked(ByteBuffer in, int width) throws TableException {
        if (width < 0 || width > Integer.SIZE) {
            throw new TableException("damaged: numbers of " + width + " bits");
        }
        this.in = in;
        this.width = width;
    }

    int next() {
        if (left == 0) {
            begin();
        }
        left--;
        return packed ? unpack() : value;
    }

    private void begin() {
        int header = 0;
        int shift = 0;
        byte b;
        do {
            b = in.get();
            header |= (b & 0x7f) << shift;
            shift += 7;
        } while (b < 0 && shift < Integer.SIZE);
        packed = (header & 1) == 1;
        left = (header >>> 1) * (packed ? 8L : 1L);
        bits = 0;
        available = 0;
        if (left == 0) {
            throw new IllegalArgumentException("An empty run");
        }
        if (!packed) {
            value = 0;
            for (int i = 0; i < (width + 7) / 8; i++) {
                value |= (in.get() & 0xff) << (8 * i);
            }
        }
    }

    private int unpack() {
        while (available < width) {
            // The last group may be cut short; nobody asks for what would be in it.
            bits |= (long) (in.hasRemaining() ? in.get() & 0xff : 0) << available;
            available += 8;
        }
        int number = (int) (bits & ((1L << width) - 1));
        bits >>>= width;
        available -= width;
        return number;
    }
}
