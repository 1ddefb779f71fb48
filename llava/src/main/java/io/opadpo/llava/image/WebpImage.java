package io.opadpo.llava.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.imageio.IIOException;

/**
 * A WebP reduced to the VP8 or VP8L data of its (first) frame. What an animation's first frame does not cover is black.
 */
final class WebpImage implements EncodedImage {

    private static final Set<String> FRAME = Set.of("ANMF");
    private static final Set<String> PICTURE = Set.of("VP8 ", "VP8L");
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;
    private static final int ANIMATED = 0x02;
    private static final int VP8_START_CODE = 0x2A019D;
    /** Readers fetch ahead of what they use; zeros behind the data let them, and nothing more. */
    private static final int READ_AHEAD = 16;

    private final int width;
    private final int height;
    private final int left;
    private final int top;
    private final ByteBuffer picture;
    private final boolean lossless;
    private final int pictureWidth;
    private final int pictureHeight;

    private WebpImage(ByteBuffer file) throws IIOException {
        long end = CHUNK_HEADER + Integer.toUnsignedLong(file.getInt(4));
        if (end > file.capacity()) {
            throw new IIOException("it ends " + (end - file.capacity()) + " bytes too early");
        }
        ByteBuffer chunks = slice(file, RIFF_HEADER, (int) end);
        ByteBuffer extended = "VP8X".equals(name(chunks)) ? next(chunks) : null;
        boolean animated = extended != null && (extended.get(CHUNK_HEADER) & ANIMATED) != 0;
        if (animated) {
            ByteBuffer frame = find(chunks, FRAME);
            left = 2 * uint24(frame, CHUNK_HEADER);
            top = 2 * uint24(frame, CHUNK_HEADER + 3);
            chunks = slice(frame, CHUNK_HEADER + FRAME_HEADER, frame.capacity());
        } else {
            left = 0;
            top = 0;
        }
        ByteBuffer chunk = find(chunks, PICTURE);
        lossless = "VP8L".equals(name(chunk));
        picture = slice(chunk, CHUNK_HEADER, chunk.capacity());
        pictureWidth = lossless ? LosslessWebp.width(picture) : picture.getChar(6) & 0x3FFF;
        pictureHeight = lossless ? LosslessWebp.height(picture) : picture.getChar(8) & 0x3FFF;
        width = extended == null ? pictureWidth : 1 + uint24(extended, CHUNK_HEADER + 4);
        height = extended == null ? pictureHeight : 1 + uint24(extended, CHUNK_HEADER + 7);
        boolean fits = left + pictureWidth <= width && top + pictureHeight <= height;
        if (!fits || (!animated && (pictureWidth != width || pictureHeight != height))) {
            throw new IIOException("a frame of " + pictureWidth + " x " + pictureHeight + " at " + left + ", " + top
                    + " on a canvas of " + width + " x " + height);
        }
    }

    static WebpImage parse(byte[] bytes) throws IIOException {
        return new WebpImage(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static ByteBuffer slice(ByteBuffer buffer, int from, int to) {
        return buffer.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String name(ByteBuffer chunks) {
        byte[] name = new byte[4];
        chunks.get(chunks.position(), name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /** The next chunk, from its name to its end; moves past it and its padding. */
    private static ByteBuffer next(ByteBuffer chunks) throws IIOException {
        int start = chunks.position();
        long length = CHUNK_HEADER + Integer.toUnsignedLong(chunks.getInt(start + 4));
        if (length > chunks.remaining()) {
            throw new IIOException("a chunk runs past the end");
        }
        int end = start + (int) length;
        chunks.position(Math.min(chunks.limit(), end + (int) (length & 1)));
        return slice(chunks, start, end);
    }

    private static ByteBuffer find(ByteBuffer chunks, Set<String> names) throws IIOException {
        while (chunks.remaining() >= CHUNK_HEADER) {
            ByteBuffer chunk = next(chunks);
            if (names.contains(name(chunk))) {
                return chunk;
            }
        }
        throw new IIOException("it holds no picture");
    }

    private static int uint24(ByteBuffer buffer, int at) {
        return buffer.getChar(at) | (buffer.get(at + 2) & 0xFF) << 16;
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
    public RgbImage decode() throws IOException {
        byte[] pixels = lossless ? LosslessWebp.decode(picture) : decodeLossy();
        if (pictureWidth == width && pictureHeight == height) {
            return new RgbImage(width, height, pixels);
        }
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < pictureHeight; y++) {
            System.arraycopy(pixels, 3 * y * pictureWidth, rgb, 3 * ((top + y) * width + left), 3 * pictureWidth);
        }
        return new RgbImage(width, height, rgb);
    }

    /** Through a file that holds the VP8 data alone: no alpha to read, no profile to convert by. */
    private byte[] decodeLossy() throws IOException {
        if ((picture.getInt(2) >>> 8) != VP8_START_CODE) {
            throw new IIOException("no VP8 start code");
        }
        int padded = picture.capacity() + (picture.capacity() & 1);
        ByteBuffer file = ByteBuffer.allocate(RIFF_HEADER + CHUNK_HEADER + padded + READ_AHEAD)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(4 + CHUNK_HEADER + padded).put(ascii("WEBP"));
        file.put(ascii("VP8 ")).putInt(picture.capacity()).put(picture.duplicate());
        Raster raster = JdkReaders.read(
                new WebPImageReaderSpi().createReaderInstance(null),
                file.array(),
                reader -> reader.read(0).getRaster());
        byte[] rgb = new byte[3 * pictureWidth * pictureHeight];
        int[] row = new int[3 * pictureWidth];
        for (int y = 0, at = 0; y < pictureHeight; y++) {
            raster.getPixels(0, y, pictureWidth, 1, row);
            for (int sample : row) {
                rgb[at++] = (byte) sample;
            }
        }
        return rgb;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
