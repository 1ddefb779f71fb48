package io.opadpo.dataset.parquet;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.opadpo.dataset.table.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks pages. */
final class Codec {

    private static final int UNCOMPRESSED = 0;
    private static final int SNAPPY = 1;
    private static final int GZIP = 2;
    private static final int ZSTD = 6;
    private static final int LZ4_RAW = 7;

    private Codec() {}

    /** The page's bytes: those given, if they are not compressed, else in the scratch room. */
    static ByteBuffer unpack(int codec, ByteBuffer packed, int bytes, Scratch scratch) throws IOException {
        if (codec == UNCOMPRESSED) {
            return packed;
        }
        ByteBuffer page = scratch.of(bytes);
        try {
            switch (codec) {
                case SNAPPY -> new SnappyDecompressor().decompress(packed, page);
                case ZSTD -> new ZstdDecompressor().decompress(packed, page);
                case LZ4_RAW -> new Lz4Decompressor().decompress(packed, page);
                case GZIP -> inflate(packed, page);
                default -> throw new TableException("compression number " + codec + " is not read here");
            }
        } catch (MalformedInputException | IllegalArgumentException | DataFormatException e) {
            throw new TableException("damaged: a page cannot be unpacked", e);
        }
        if (page.hasRemaining()) {
            throw new TableException("damaged: a page is shorter than it says");
        }
        return page.flip();
    }

    private static void inflate(ByteBuffer packed, ByteBuffer page) throws DataFormatException {
        byte header = packed.get(packed.position());
        Inflater inflater = new Inflater(header == 0x1f);
        try {
            if (header == 0x1f) {
                packed.position(packed.position() + 10);
            }
            inflater.setInput(packed);
            while (page.hasRemaining() && inflater.inflate(page) > 0) {
                // Goes on until the page is full.
            }
        } finally {
            inflater.end();
        }
    }
}
