package io.opadpo.llava.image;

import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.IIOException;

/** A PNG reduced to its header, palette and pixel chunks. */
final class PngImage implements EncodedImage {

    private static final int SIGNATURE_LENGTH = 8;
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;

    private static final int GREY = 0;
    private static final int PALETTE = 3;

    private final int width;
    private final int height;
    private final int depth;
    private final int colorType;
    /** Always 256 colours; those that the file does not define are black. */
    private final byte[] palette = new byte[3 * 256];

    private final ByteArrayOutputStream essentials = new ByteArrayOutputStream();

    private PngImage(byte[] bytes) throws IOException {
        essentials.write(bytes, 0, SIGNATURE_LENGTH);
        ByteBuffer file = ByteBuffer.wrap(bytes);
        file.position(SIGNATURE_LENGTH);
        ByteBuffer header = chunk(file);
        if (header.getInt(4) != IHDR) {
            throw new IIOException("the header is missing");
        }
        keep(header);
        width = header.getInt(8);
        height = header.getInt(12);
        depth = header.get(16);
        colorType = header.get(17);
        int type;
        do {
            ByteBuffer chunk = chunk(file);
            type = chunk.getInt(4);
            if (type == PLTE && colorType == PALETTE) {
                readPalette(chunk);
                keep(chunk);
            } else if (type == IDAT || type == IEND) {
                keep(chunk);
            }
        } while (type != IEND);
    }

    static PngImage parse(byte[] bytes) throws IOException {
        return new PngImage(bytes);
    }

    /** The next chunk, from its length to its checksum; moves past it. */
    private static ByteBuffer chunk(ByteBuffer file) throws IIOException {
        int length = file.getInt(file.position());
        if (length < 0 || length > file.remaining() - 12) {
            throw new IIOException("a chunk runs past the end");
        }
        ByteBuffer chunk = file.slice(file.position(), length + 12);
        file.position(file.position() + length + 12);
        return chunk;
    }

    private void keep(ByteBuffer chunk) throws IIOException {
        int bodyEnd = chunk.capacity() - 4;
        CRC32 crc = new CRC32();
        crc.update(chunk.slice(4, bodyEnd - 4));
        if ((int) crc.getValue() != chunk.getInt(bodyEnd)) {
            throw new IIOException("a checksum does not match");
        }
        byte[] bytes = new byte[chunk.capacity()];
        chunk.get(0, bytes);
        essentials.writeBytes(bytes);
    }

    private void readPalette(ByteBuffer chunk) throws IIOException {
        int length = chunk.getInt(0);
        if (length > palette.length || length % 3 != 0) {
            throw new IIOException("a palette of " + length + " bytes");
        }
        chunk.get(8, palette, 0, length);
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
        // The raster, not getRGB: Java would take grey for linear light and convert it.
        Raster raster = JdkReaders.read(
                JdkReaders.forFormat("png"),
                essentials.toByteArray(),
                reader -> reader.read(0).getRaster());
        int bands = raster.getNumBands();
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[bands * width];
        for (int y = 0, at = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++, at += 3) {
                if (colorType == PALETTE) {
                    System.arraycopy(palette, 3 * row[x], rgb, at, 3);
                } else if (bands < 3) {
                    byte grey = toByte(row[bands * x]);
                    rgb[at] = grey;
                    rgb[at + 1] = grey;
                    rgb[at + 2] = grey;
                } else {
                    rgb[at] = toByte(row[bands * x]);
                    rgb[at + 1] = toByte(row[bands * x + 1]);
                    rgb[at + 2] = toByte(row[bands * x + 2]);
                }
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private byte toByte(int sample) {
        if (depth == 16) {
            // Pillow keeps 16-bit grey as integers, whose conversion to RGB clips; all else loses its low byte.
            return (byte) (colorType == GREY ? Math.min(sample, 255) : sample >> 8);
        }
        return (byte) (sample * 255 / ((1 << depth) - 1));
    }
}
