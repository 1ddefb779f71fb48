package io.opadpo.llava.image;

import javax.imageio.IIOException;

/** A canonical prefix (Huffman) code of lossless WebP (RFC 9649, section 3.7.2). */
final class PrefixCode {

    private static final int MAX_LENGTH = 15;
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int INITIAL_LENGTH = 8;

    /** Number of codes of each length. */
    private final short[] counts = new short[MAX_LENGTH + 1];
    /** Symbols by length of code, then by value. */
    private final short[] symbols;

    private PrefixCode(int[] lengths) throws IIOException {
        int used = 0;
        for (int length : lengths) {
            if (length > 0) {
                counts[length]++;
                used++;
            }
        }
        symbols = new short[used];
        int[] next = new int[MAX_LENGTH + 1];
        int free = 1;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            next[length] = next[length - 1] + counts[length - 1];
            free = 2 * free - counts[length];
            if (free < 0) {
                throw new IIOException("a prefix code with too many codes");
            }
        }
        if (used == 0 || (used > 1 && free > 0)) {
            throw new IIOException("an incomplete prefix code");
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[next[lengths[symbol]]++] = (short) symbol;
            }
        }
    }

    /** Reads the description of a code over {@code alphabet} symbols. */
    static PrefixCode read(LosslessBits bits, int alphabet) throws IIOException {
        return new PrefixCode(bits.readFlag() ? readSimple(bits, alphabet) : readLengths(bits, alphabet));
    }

    /** One or two symbols, listed. */
    private static int[] readSimple(LosslessBits bits, int alphabet) throws IIOException {
        boolean two = bits.readFlag();
        int first = bits.read(bits.readFlag() ? 8 : 1);
        int second = two ? bits.read(8) : first;
        if (first >= alphabet || second >= alphabet) {
            throw new IIOException("a prefix code for a symbol out of range");
        }
        int[] lengths = new int[alphabet];
        lengths[first] = 1;
        lengths[second] = 1;
        return lengths;
    }

    /** The lengths of all codes, run-length coded by a prefix code of their own. */
    private static int[] readLengths(LosslessBits bits, int alphabet) throws IIOException {
        int[] lengthLengths = new int[LENGTH_ORDER.length];
        int given = 4 + bits.read(4);
        for (int i = 0; i < given; i++) {
            lengthLengths[LENGTH_ORDER[i]] = bits.read(3);
        }
        PrefixCode lengthCode = new PrefixCode(lengthLengths);
        int items = bits.readFlag() ? 2 + bits.read(2 + 2 * bits.read(3)) : alphabet;
        if (items > alphabet) {
            throw new IIOException("a prefix code longer than its alphabet");
        }
        int[] lengths = new int[alphabet];
        int previous = INITIAL_LENGTH;
        for (int symbol = 0; symbol < alphabet && items > 0; items--) {
            int item = lengthCode.readSymbol(bits);
            int repeat = switch (item) {
                case 16 -> 3 + bits.read(2);
                case 17 -> 3 + bits.read(3);
                case 18 -> 11 + bits.read(7);
                default -> 1;
            };
            if (repeat > alphabet - symbol) {
                throw new IIOException("a prefix code longer than its alphabet");
            }
            int length = item == 16 ? previous : item > 16 ? 0 : item;
            if (item < 16 && item > 0) {
                previous = item;
            }
            for (int i = 0; i < repeat; i++) {
                lengths[symbol++] = length;
            }
        }
        return lengths;
    }

    /** The next symbol; a code of a single symbol takes no bits. */
    int readSymbol(LosslessBits bits) throws IIOException {
        if (symbols.length == 1) {
            return symbols[0];
        }
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            code |= bits.read(1);
            int count = counts[length];
            if (code - first < count) {
                return symbols[index + code - first];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new IIOException("an unknown prefix code");
    }
}
