package io.opadpo.llava.image;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import javax.imageio.IIOException;

/**
 * Decodes VP8L, WebP's lossless format (RFC 9649, section 3). Own code because the ImageIO reader at hand takes any
 * number of transforms and reads on past the end of its data, so that a kilobyte could stop a service.
 */
final class LosslessWebp {

    private static final int SIGNATURE = 0x2F;
    private static final int HEADER = 5;

    private enum Kind {
        PREDICTION,
        COLOR_DECORRELATION,
        GREEN_SUBTRACTION,
        PALETTE
    }

    private final LosslessBits bits;
    private final int height;
    private final Deque<LosslessTransform> transforms = new ArrayDeque<>();
    /** Width of the rows as stored, which a palette can make narrower than the picture. */
    private int width;

    private LosslessWebp(ByteBuffer data) {
        width = width(data);
        height = height(data);
        bits = new LosslessBits(data.slice(HEADER, data.capacity() - HEADER));
    }

    static int width(ByteBuffer data) {
        return 1 + (data.getInt(1) & 0x3FFF);
    }

    static int height(ByteBuffer data) {
        return 1 + (data.getInt(1) >>> 14 & 0x3FFF);
    }

    /** The pixels as {@code [height, width, 3]}, alpha dropped. */
    static byte[] decode(ByteBuffer data) throws IIOException {
        if (data.get(0) != SIGNATURE || data.get(4) >>> 5 != 0) {
            throw new IIOException("an unknown version of VP8L");
        }
        int[] argb = new LosslessWebp(data).decode();
        byte[] rgb = new byte[3 * argb.length];
        for (int i = 0, at = 0; i < argb.length; i++) {
            rgb[at++] = (byte) (argb[i] >> 16);
            rgb[at++] = (byte) (argb[i] >> 8);
            rgb[at++] = (byte) argb[i];
        }
        return rgb;
    }

    private int[] decode() throws IIOException {
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        while (bits.readFlag()) {
            Kind kind = Kind.values()[bits.read(2)];
            if (!seen.add(kind)) {
                throw new IIOException("the same transform twice");
            }
            transforms.push(readTransform(kind));
        }
        int[] argb = LosslessPixels.readPicture(bits, width, height);
        for (LosslessTransform transform : transforms) {
            argb = transform.undo(argb);
        }
        return argb;
    }

    private LosslessTransform readTransform(Kind kind) throws IIOException {
        return switch (kind) {
            case PREDICTION -> {
                int blockBits = 2 + bits.read(3);
                yield new LosslessTransform.Prediction(width, blockBits, readBlocks(blockBits));
            }
            case COLOR_DECORRELATION -> {
                int blockBits = 2 + bits.read(3);
                yield new LosslessTransform.ColorDecorrelation(width, blockBits, readBlocks(blockBits));
            }
            case GREEN_SUBTRACTION -> new LosslessTransform.GreenSubtraction();
            case PALETTE -> readPalette();
        };
    }

    private int[] readBlocks(int blockBits) throws IIOException {
        return LosslessPixels.readAuxiliary(
                bits, LosslessTransform.blocks(width, blockBits), LosslessTransform.blocks(height, blockBits));
    }

    private LosslessTransform readPalette() throws IIOException {
        int[] colors = LosslessPixels.readAuxiliary(bits, 1 + bits.read(8), 1);
        for (int i = 1; i < colors.length; i++) {
            colors[i] = LosslessTransform.addBytes(colors[i], colors[i - 1]);
        }
        int packing = colors.length > 16 ? 0 : colors.length > 4 ? 1 : colors.length > 2 ? 2 : 3;
        var palette = new LosslessTransform.Palette(width, height, packing, colors);
        width = LosslessTransform.blocks(width, packing);
        return palette;
    }
}
