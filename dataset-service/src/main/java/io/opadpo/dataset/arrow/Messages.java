package io.opadpo.dataset.arrow;

import io.opadpo.dataset.table.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a stream: a schema, then batches. A file is a stream with a magic before it and a footer behind it. */
final class Messages {

    private static final long MAGIC = 0x0000_3157_4f52_5241L;
    private static final int CONTINUES = -1;
    private static final int SCHEMA = 1;
    private static final int RECORD_BATCH = 3;
    private static final int MAX_METADATA = 64_000_000;

    private final FileChannel file;
    private final long size;
    private long offset;

    Messages(FileChannel file) throws IOException {
        this.file = file;
        this.size = file.size();
        if (size >= Long.BYTES && read(0, Long.BYTES).getLong(0) == MAGIC) {
            offset = Long.BYTES;
        }
    }

    FlatTable schema() throws IOException {
        FlatTable message = metadata();
        FlatTable schema = message == null || message.number8(1) != SCHEMA ? null : message.table(2);
        if (message == null || schema == null) {
            throw new TableException("not an Arrow stream: it does not begin with a schema");
        }
        if (schema.number16(0) != 0) {
            throw new TableException("written big-endian, which is not read here");
        }
        offset += message.number64(3);
        return schema;
    }

    /** The next batch, null behind the last one. */
    @Nullable
    Batch next(List<Field> fields) throws IOException {
        for (FlatTable message = metadata(); message != null; message = metadata()) {
            long body = message.number64(3);
            if (body < 0 || body > Math.min(Integer.MAX_VALUE, size - offset)) {
                throw new TableException("damaged or cut short: a batch of " + body + " bytes at " + offset);
            }
            FlatTable header = message.table(2);
            long start = offset;
            offset += body;
            if (message.number8(1) == RECORD_BATCH && header != null) {
                return new Batch(header, fields, file.map(FileChannel.MapMode.READ_ONLY, start, body));
            }
        }
        return null;
    }

    private @Nullable FlatTable metadata() throws IOException {
        if (offset == size) {
            return null;
        }
        int length = read(offset, Integer.BYTES).getInt(0);
        offset += Integer.BYTES;
        if (length == CONTINUES) {
            length = read(offset, Integer.BYTES).getInt(0);
            offset += Integer.BYTES;
        }
        if (length == 0) {
            return null;
        }
        if (length < 0 || length > MAX_METADATA) {
            throw new TableException("not an Arrow stream, or a damaged one: a message of " + length + " bytes");
        }
        FlatTable message = FlatTable.root(read(offset, length));
        offset += length;
        return message;
    }

    private ByteBuffer read(long from, int bytes) throws IOException {
        if (bytes > size - from) {
            throw new TableException("not an Arrow stream, or cut short at byte " + size);
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) > 0) {
            // Goes on until all is read.
        }
        return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
}
