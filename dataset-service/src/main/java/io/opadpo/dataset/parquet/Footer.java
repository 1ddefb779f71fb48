package io.opadpo.dataset.parquet;

import io.opadpo.dataset.table.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file's end says of it.
 *
 * @param rows how many it has
 * @param leaves columns that have one value a row
 * @param rowGroups for each row group, its column chunks in the leaves' order
 */
record Footer(long rows, List<Leaf> leaves, List<List<Chunk>> rowGroups) {

    private static final int MAGIC = 0x31524150;
    private static final int MAX_BYTES = 64_000_000;

    /**
     * The values of one column in one row group.
     *
     * @param codec Parquet's number of the compression
     */
    record Chunk(int codec, long values, long offset, long bytes) {}

    static Footer read(FileChannel file) throws IOException {
        long size = file.size();
        ByteBuffer tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        if (size < 12 || file.read(tail, size - 8) < 8 || tail.getInt(4) != MAGIC) {
            throw new TableException("not a Parquet file, or one that ends too early");
        }
        int length = tail.getInt(0);
        if (length < 1 || length > Math.min(MAX_BYTES, size - 12)) {
            throw new TableException("damaged: metadata of " + length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, size - 8 - length + bytes.position()) > 0) {
            // Goes on until all is read.
        }
        return of(Thrift.struct(bytes.flip()), size);
    }

    private static Footer of(Struct metadata, long size) throws TableException {
        List<Leaf> leaves = new Schema(metadata.structs(2)).leaves();
        List<List<Chunk>> groups = new ArrayList<>();
        for (Struct group : metadata.structs(4)) {
            List<Chunk> chunks = new ArrayList<>();
            for (Struct column : group.structs(1)) {
                chunks.add(chunk(column.struct(3), size));
            }
            groups.add(chunks);
        }
        return new Footer(metadata.number(3), leaves, groups);
    }

    private static Chunk chunk(Struct column, long size) throws TableException {
        long pages = column.number(9);
        long dictionary = column.has(11) ? column.number(11) : 0;
        long offset = dictionary > 0 ? Math.min(dictionary, pages) : pages;
        Chunk chunk = new Chunk(column.count(4), column.number(5), offset, column.number(7));
        if (offset < 0 || chunk.bytes() < 0 || chunk.bytes() > size - offset) {
            throw new TableException("damaged: a column lies outside of the file");
        }
        return chunk;
    }
}
