package io.opadpo.dataset.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first chunk of a WebP, which states the size in one of three forms. */
final class WebpContainer {

    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int LOSSY = 0x20385056;
    private static final int LOSSLESS = 0x4C385056;
    private static final int EXTENDED = 0x58385056;
    private static final int LOSSY_START = 0x2A019D;
    private static final int LOSSLESS_SIGNATURE = 0x2F;

    private WebpContainer() {}

    static ImageSize size(ByteBuffer bytes) throws IOException {
        ByteBuffer file = bytes.order(ByteOrder.LITTLE_ENDIAN);
        long end = CHUNK_HEADER + Integer.toUnsignedLong(file.getInt(4));
        long chunkEnd = RIFF_HEADER + CHUNK_HEADER + Integer.toUnsignedLong(file.getInt(RIFF_HEADER + 4));
        if (end > file.capacity() || chunkEnd > end) {
            throw new IOException("it ends too early");
        }
        int body = RIFF_HEADER + CHUNK_HEADER;
        return switch (file.getInt(RIFF_HEADER)) {
            case LOSSY -> lossy(file, body);
            case LOSSLESS -> lossless(file, body);
            case EXTENDED -> new ImageSize(1 + uint24(file, body + 4), 1 + uint24(file, body + 7));
            default -> throw new IOException("the header is missing");
        };
    }

    /** RFC 6386, section 9.1: three bytes of frame tag, a start code, and 14 bits each of width and height. */
    private static ImageSize lossy(ByteBuffer file, int body) throws IOException {
        if (uint24(file, body + 3) != LOSSY_START) {
            throw new IOException("the start code is missing");
        }
        return new ImageSize(file.getChar(body + 6) & 0x3FFF, file.getChar(body + 8) & 0x3FFF);
    }

    /** RFC 9649, section 3.4: a signature, then 14 bits each of width and height, less one. */
    private static ImageSize lossless(ByteBuffer file, int body) throws IOException {
        if (file.get(body) != LOSSLESS_SIGNATURE) {
            throw new IOException("the signature is missing");
        }
        int bits = file.getInt(body + 1);
        return new ImageSize(1 + (bits & 0x3FFF), 1 + (bits >>> 14 & 0x3FFF));
    }

    private static int uint24(ByteBuffer file, int at) {
        return file.getChar(at) | (file.get(at + 2) & 0xFF) << 16;
    }
}
