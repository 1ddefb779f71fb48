package io.opadpo.dataset.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The segments of a JPEG. */
final class JpegContainer {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int TEM = 0x01;

    private final ByteBuffer file;
    private @Nullable ImageSize size;
    private boolean scanned;

    private JpegContainer(ByteBuffer file) {
        this.file = file;
    }

    static ImageSize size(ByteBuffer file) throws IOException {
        JpegContainer container = new JpegContainer(file);
        int marker;
        do {
            marker = container.readSegment();
        } while (marker != EOI);
        ImageSize size = container.size;
        if (size == null || !container.scanned) {
            throw new IOException("it holds no picture");
        }
        return size;
    }

    private int readSegment() throws IOException {
        int marker = readMarker();
        if (marker == SOI || marker == EOI || marker == TEM || isRestart(marker)) {
            return marker;
        }
        int start = file.position();
        int length = file.getChar(start);
        if (length < 2) {
            throw new IOException("a segment of " + length + " bytes");
        }
        if (isFrame(marker)) {
            if (size != null) {
                throw new IOException("it has two frame headers");
            }
            size = new ImageSize(file.getChar(start + 5), file.getChar(start + 3));
        }
        file.position(start + length);
        if (marker == SOS) {
            skipScan();
            scanned = true;
        }
        return marker;
    }

    private int readMarker() throws IOException {
        if ((file.get() & 0xFF) != 0xFF) {
            throw new IOException("no marker where one must be");
        }
        int marker;
        do {
            marker = file.get() & 0xFF;
        } while (marker == 0xFF);
        return marker;
    }

    /** Moves to the marker behind the compressed data, in which a zero follows each byte of all ones. */
    private void skipScan() {
        byte[] bytes = file.array();
        int at = file.position();
        while (bytes[at] != (byte) 0xFF || isData(bytes[at + 1] & 0xFF)) {
            at++;
        }
        file.position(at);
    }

    private static boolean isData(int second) {
        return second == 0 || isRestart(second);
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7;
    }

    /** SOF0 to SOF15, without the tables (DHT, JPG, DAC) that lie between them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
}
