package io.opadpo.llava.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.IIOException;
import org.jspecify.annotations.Nullable;

/** One entropy-coded image inside a VP8L stream (RFC 9649, sections 3.6 and 3.7): literals, copies and cached colours. */
final class LosslessPixels {

    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int MAX_CACHE_BITS = 11;

    /** Encoders write at most a few thousand groups; the format's 65,536 would cost half a gigabyte of tables. */
    private static final int MAX_GROUPS = 10_000;

    /** Offsets {x, y} of the 120 nearest pixels already read, by distance; of equals, the higher and further right first. */
    private static final int[][] NEIGHBOURS = neighbours();

    /** The codes that are in force in a block of pixels. */
    private record Group(PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {}

    private final LosslessBits bits;
    private final int width;
    private final int[] argb;
    private final int cacheBits;
    private final int[] cache;
    private int filled;

    private LosslessPixels(LosslessBits bits, int width, int height) throws IIOException {
        this.bits = bits;
        this.width = width;
        this.argb = new int[width * height];
        boolean cached = bits.readFlag();
        this.cacheBits = cached ? bits.read(4) : 0;
        if (cached && (cacheBits < 1 || cacheBits > MAX_CACHE_BITS)) {
            throw new IIOException("a colour cache of " + cacheBits + " bits");
        }
        this.cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
    }

    /** Reads the picture itself, whose codes may vary from block to block. */
    static int[] readPicture(LosslessBits bits, int width, int height) throws IIOException {
        LosslessPixels pixels = new LosslessPixels(bits, width, height);
        int blockBits = bits.readFlag() ? 2 + bits.read(3) : 0;
        if (blockBits == 0) {
            return pixels.read(null, 0, pixels.readGroups(1));
        }
        int[] blocks = readAuxiliary(
                bits, LosslessTransform.blocks(width, blockBits), LosslessTransform.blocks(height, blockBits));
        int groups = 0;
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = blocks[i] >> 8 & 0xFFFF;
            groups = Math.max(groups, blocks[i] + 1);
        }
        return pixels.read(blocks, blockBits, pixels.readGroups(groups));
    }

    /** Reads an image of parameters: a transform's, or the choice of codes by block. */
    static int[] readAuxiliary(LosslessBits bits, int width, int height) throws IIOException {
        LosslessPixels pixels = new LosslessPixels(bits, width, height);
        return pixels.read(null, 0, pixels.readGroups(1));
    }

    private Group[] readGroups(int count) throws IIOException {
        if (count > MAX_GROUPS) {
            throw new IIOException(count + " groups of prefix codes");
        }
        Group[] groups = new Group[count];
        for (int i = 0; i < count; i++) {
            groups[i] = new Group(
                    PrefixCode.read(bits, LITERALS + LENGTHS + cache.length),
                    PrefixCode.read(bits, LITERALS),
                    PrefixCode.read(bits, LITERALS),
                    PrefixCode.read(bits, LITERALS),
                    PrefixCode.read(bits, DISTANCES));
        }
        return groups;
    }

    private int[] read(int @Nullable [] blocks, int blockBits, Group[] groups) throws IIOException {
        int blocksPerRow = LosslessTransform.blocks(width, blockBits);
        while (filled < argb.length) {
            Group group = groups[0];
            if (blocks != null) {
                int x = filled % width;
                int y = filled / width;
                group = groups[blocks[(y >> blockBits) * blocksPerRow + (x >> blockBits)]];
            }
            int code = group.green.readSymbol(bits);
            if (code < LITERALS) {
                int red = group.red.readSymbol(bits);
                int blue = group.blue.readSymbol(bits);
                int alpha = group.alpha.readSymbol(bits);
                append(alpha << 24 | red << 16 | code << 8 | blue);
            } else if (code < LITERALS + LENGTHS) {
                int length = readNumber(code - LITERALS);
                copy(distance(readNumber(group.distance.readSymbol(bits))), length);
            } else {
                append(cache[code - LITERALS - LENGTHS]);
            }
        }
        return argb;
    }

    private void append(int color) {
        argb[filled++] = color;
        if (cacheBits > 0) {
            cache[(0x1E35A7BD * color) >>> (32 - cacheBits)] = color;
        }
    }

    private void copy(int distance, int length) throws IIOException {
        if (distance > filled || length > argb.length - filled) {
            throw new IIOException("a copy from or to outside the image");
        }
        for (int i = 0; i < length; i++) {
            append(argb[filled - distance]);
        }
    }

    /** A length or distance: its magnitude is the symbol, the rest follows in plain bits. */
    private int readNumber(int symbol) throws IIOException {
        if (symbol < 4) {
            return symbol + 1;
        }
        int extraBits = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << extraBits) + bits.read(extraBits) + 1;
    }

    private int distance(int code) {
        if (code > NEIGHBOURS.length) {
            return code - NEIGHBOURS.length;
        }
        int[] offset = NEIGHBOURS[code - 1];
        return Math.max(1, offset[0] + offset[1] * width);
    }

    private static int[][] neighbours() {
        List<int[]> offsets = new ArrayList<>();
        for (int y = 7; y >= 0; y--) {
            for (int x = 8; x >= (y > 0 ? -7 : 1); x--) {
                offsets.add(new int[] {x, y});
            }
        }
        offsets.sort(Comparator.comparingInt(offset -> offset[0] * offset[0] + offset[1] * offset[1]));
        return offsets.toArray(int[][]::new);
    }
}
