package io.opadpo.dataset.arrow;

import io.opadpo.dataset.table.TableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some rows of a file, column by column, in a mapped part of it. */
final class Batch {

    private final long rows;
    private final ByteBuffer body;
    private final long[] buffers;
    private final Map<String, Values> columns = new HashMap<>();
    private int next;

    /** @param body what the message carries */
    Batch(FlatTable header, List<Field> fields, ByteBuffer body) throws TableException {
        if (header.has(3)) {
            throw new TableException("compressed batches are not read here");
        }
        this.rows = header.number64(0);
        this.buffers = header.pairs(2);
        this.body = body.order(ByteOrder.LITTLE_ENDIAN);
        for (Field field : fields) {
            assign(field, List.of());
        }
    }

    /** Buffers come in the order of fields, each before its children. */
    private void assign(Field field, List<ByteBuffer> parents) {
        List<ByteBuffer> own = new ArrayList<>();
        for (int i = 0; i < field.buffers(); i++) {
            own.add(buffer());
        }
        List<ByteBuffer> validity = new ArrayList<>(parents);
        if (!own.isEmpty() && own.get(0).hasRemaining()) {
            validity.add(own.get(0));
        }
        if (field.isReadable()) {
            columns.put(field.path(), new Values(field, validity, own));
        }
        for (Field child : field.children()) {
            assign(child, validity);
        }
    }

    private ByteBuffer buffer() {
        int offset = Math.toIntExact(buffers[2 * next]);
        int length = Math.toIntExact(buffers[2 * next + 1]);
        next++;
        return body.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    long rows() {
        return rows;
    }

    @Nullable
    Values column(String path) {
        return columns.get(path);
    }

    /** A column's values. */
    record Values(Field field, List<ByteBuffer> validity, List<ByteBuffer> buffers) {

        boolean isNull(int row) {
            return validity.stream().anyMatch(bits -> (bits.get(row >> 3) >> (row & 7) & 1) == 0);
        }

        ByteBuffer bytes(int row) {
            ByteBuffer offsets = buffers.get(1);
            long from = field.isLarge() ? offsets.getLong(8 * row) : offsets.getInt(4 * row);
            long to = field.isLarge() ? offsets.getLong(8 * (row + 1)) : offsets.getInt(4 * (row + 1));
            return buffers.get(2).slice(Math.toIntExact(from), Math.toIntExact(to - from));
        }

        long number(int row) {
            ByteBuffer data = buffers.get(1);
            return switch (field.bits()) {
                case 8 -> data.get(row);
                case 16 -> data.getShort(2 * row);
                case 32 -> data.getInt(4 * row);
                default -> data.getLong(8 * row);
            };
        }
    }
}
