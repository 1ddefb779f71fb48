package io.opadpo.llava.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.IIOException;
import org.jspecify.annotations.Nullable;

/**
 * A GIF up to its first frame. As in Pillow, the canvas grows to hold a frame that sticks out, and what the frame does
 * not cover is the transparent colour where there is one, else colour 0 (not the background colour).
 */
final class GifImage implements EncodedImage {

    private static final int HEADER_LENGTH = 6;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int FRAME = 0x2C;

    private final ByteBuffer file;
    private final int width;
    private final int height;
    private final byte[] palette;
    private final int left;
    private final int top;
    private final int frameWidth;
    private final int frameHeight;
    private final boolean interlaced;
    private int uncovered;

    private GifImage(ByteBuffer file) throws IIOException {
        this.file = file;
        file.position(HEADER_LENGTH);
        int screenWidth = file.getChar();
        int screenHeight = file.getChar();
        int screenFlags = file.get();
        file.position(file.position() + 2);
        byte[] globalColors = colors(screenFlags);
        skipToFrame();
        left = file.getChar();
        top = file.getChar();
        frameWidth = file.getChar();
        frameHeight = file.getChar();
        if (frameWidth == 0 || frameHeight == 0) {
            throw new IIOException("its first frame is empty");
        }
        int frameFlags = file.get();
        interlaced = (frameFlags & 0x40) != 0;
        byte[] localColors = colors(frameFlags);
        palette = palette(localColors != null ? localColors : globalColors);
        width = Math.max(screenWidth, left + frameWidth);
        height = Math.max(screenHeight, top + frameHeight);
    }

    static GifImage parse(byte[] bytes) throws IIOException {
        return new GifImage(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private byte @Nullable [] colors(int flags) {
        if ((flags & 0x80) == 0) {
            return null;
        }
        byte[] colors = new byte[3 << ((flags & 7) + 1)];
        file.get(colors);
        return colors;
    }

    /** 256 colours. Without a table, or with one that is the start of the grey ramp, Pillow reads indices as grey. */
    private static byte[] palette(byte @Nullable [] colors) {
        byte[] palette = new byte[3 * 256];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = (byte) (i / 3);
        }
        if (colors == null || Arrays.equals(palette, 0, colors.length, colors, 0, colors.length)) {
            return palette;
        }
        byte[] padded = new byte[3 * 256];
        System.arraycopy(colors, 0, padded, 0, colors.length);
        return padded;
    }

    private void skipToFrame() throws IIOException {
        while (true) {
            int block = file.get() & 0xFF;
            if (block == FRAME) {
                return;
            }
            if (block != EXTENSION) {
                throw new IIOException("it holds no frame");
            }
            boolean control = (file.get() & 0xFF) == GRAPHIC_CONTROL;
            int length = file.get() & 0xFF;
            if (control && length >= 4 && (file.get(file.position()) & 1) != 0) {
                uncovered = file.get(file.position() + 3) & 0xFF;
            }
            while (length > 0) {
                file.position(file.position() + length);
                length = file.get() & 0xFF;
            }
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public RgbImage decode() throws IIOException {
        int codeBits = file.get() & 0xFF;
        byte[] indices = GifLzw.decode(codeBits, imageData(), frameWidth * frameHeight);
        byte[] rgb = new byte[3 * width * height];
        if (indices.length < width * height) {
            for (int at = 0; at < rgb.length; at += 3) {
                System.arraycopy(palette, 3 * uncovered, rgb, at, 3);
            }
        }
        int[] rows = rowOrder();
        for (int i = 0; i < frameHeight; i++) {
            int at = 3 * ((top + rows[i]) * width + left);
            for (int x = 0; x < frameWidth; x++, at += 3) {
                System.arraycopy(palette, 3 * (indices[i * frameWidth + x] & 0xFF), rgb, at, 3);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private byte[] imageData() {
        var data = new ByteArrayOutputStream();
        byte[] block = new byte[255];
        int length = file.get() & 0xFF;
        while (length > 0) {
            file.get(block, 0, length);
            data.write(block, 0, length);
            length = file.get() & 0xFF;
        }
        return data.toByteArray();
    }

    /** The frame's rows in the order in which they are stored. */
    private int[] rowOrder() {
        int[][] passes = interlaced ? new int[][] {{0, 8}, {4, 8}, {2, 4}, {1, 2}} : new int[][] {{0, 1}};
        int[] rows = new int[frameHeight];
        int i = 0;
        for (int[] pass : passes) {
            for (int y = pass[0]; y < frameHeight; y += pass[1]) {
                rows[i++] = y;
            }
        }
        return rows;
    }
}
