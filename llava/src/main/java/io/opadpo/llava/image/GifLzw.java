package io.opadpo.llava.image;

import javax.imageio.IIOException;

/**
 * GIF's variable-length LZW. Own code because the JDK's reader passes off data that stops early as a whole image, and
 * folds colour indices beyond the palette back into it.
 */
final class GifLzw {

    private static final int MAX_CODES = 4096;
    private static final int MAX_BITS = 12;

    private final byte[] data;
    private final byte[] indices;
    private final int clear;
    /** A string of colours is the string {@code prefix[code]} followed by {@code last[code]}. */
    private final short[] prefix = new short[MAX_CODES];

    private final byte[] last = new byte[MAX_CODES];
    private final int[] length = new int[MAX_CODES];

    private int filled;
    private int position;
    private int buffer;
    private int buffered;

    private GifLzw(int codeBits, byte[] data, int pixels) {
        this.data = data;
        this.indices = new byte[pixels];
        this.clear = 1 << codeBits;
        for (int color = 0; color < clear; color++) {
            last[color] = (byte) color;
            length[color] = 1;
        }
    }

    /** The colour index of each of {@code pixels} pixels; data beyond them is ignored. */
    static byte[] decode(int codeBits, byte[] data, int pixels) throws IIOException {
        if (codeBits < 1 || codeBits > 8) {
            throw new IIOException("LZW codes of " + codeBits + " bits");
        }
        GifLzw lzw = new GifLzw(codeBits, data, pixels);
        lzw.run(codeBits);
        return lzw.indices;
    }

    private void run(int codeBits) throws IIOException {
        int end = clear + 1;
        int next = end + 1;
        int bits = codeBits + 1;
        int previous = -1;
        while (filled < indices.length) {
            int code = read(bits);
            if (code == clear) {
                next = end + 1;
                bits = codeBits + 1;
                previous = -1;
                continue;
            }
            if (code == end || code > next || (previous < 0 && code > clear) || (code == next && next == MAX_CODES)) {
                throw new IIOException("its data breaks off after " + filled + " of " + indices.length + " pixels");
            }
            if (previous >= 0 && next < MAX_CODES) {
                // The new string ends with the first colour of the coming one, which may be the new string itself.
                prefix[next] = (short) previous;
                length[next] = length[previous] + 1;
                last[next] = first(code == next ? previous : code);
                next++;
                if (next == 1 << bits && bits < MAX_BITS) {
                    bits++;
                }
            }
            write(code);
            previous = code;
        }
    }

    private int read(int bits) throws IIOException {
        while (buffered < bits) {
            if (position == data.length) {
                throw new IIOException("its data ends after " + filled + " of " + indices.length + " pixels");
            }
            buffer |= (data[position++] & 0xFF) << buffered;
            buffered += 8;
        }
        int code = buffer & ((1 << bits) - 1);
        buffer >>>= bits;
        buffered -= bits;
        return code;
    }

    private byte first(int code) {
        int at = code;
        while (length[at] > 1) {
            at = prefix[at];
        }
        return last[at];
    }

    private void write(int code) {
        int at = code;
        for (int i = filled + length[code] - 1; i >= filled; i--) {
            if (i < indices.length) {
                indices[i] = last[at];
            }
            at = prefix[at];
        }
        filled = Math.min(filled + length[code], indices.length);
    }
}
