package io.opadpo.dataset.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The chunks of a PNG. */
final class PngContainer {

    private static final int SIGNATURE = 8;
    /** Length, name and checksum of a chunk. */
    private static final int FRAME = 12;

    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;

    private PngContainer() {}

    static ImageSize size(ByteBuffer file) throws IOException {
        file.position(SIGNATURE);
        if (file.getInt(SIGNATURE + 4) != IHDR) {
            throw new IOException("the header is missing");
        }
        ImageSize size = new ImageSize(file.getInt(SIGNATURE + 8), file.getInt(SIGNATURE + 12));
        boolean pixels = false;
        int name;
        do {
            int start = file.position();
            int length = file.getInt(start);
            name = file.getInt(start + 4);
            if (length < 0 || length > file.remaining() - FRAME) {
                throw new IOException("it ends within a chunk");
            }
            pixels |= name == IDAT;
            file.position(start + FRAME + length);
        } while (name != IEND);
        if (!pixels) {
            throw new IOException("it holds no pixels");
        }
        return size;
    }
}
