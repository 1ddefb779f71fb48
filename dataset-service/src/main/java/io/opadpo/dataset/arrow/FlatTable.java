package io.opadpo.dataset.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of FlatBuffers, the format of Arrow's metadata. Whatever lies outside of the buffer throws {@link
 * IndexOutOfBoundsException} or {@link IllegalArgumentException}.
 */
record FlatTable(ByteBuffer buffer, int at) {

    static FlatTable root(ByteBuffer buffer) {
        ByteBuffer bytes = buffer.order(ByteOrder.LITTLE_ENDIAN);
        return new FlatTable(bytes, bytes.getInt(0));
    }

    private int place(int field) {
        int vtable = at - buffer.getInt(at);
        int slot = 4 + 2 * field;
        int offset = slot < buffer.getShort(vtable) ? buffer.getShort(vtable + slot) & 0xffff : 0;
        return offset == 0 ? 0 : at + offset;
    }

    boolean has(int field) {
        return place(field) != 0;
    }

    byte number8(int field) {
        int place = place(field);
        return place == 0 ? 0 : buffer.get(place);
    }

    short number16(int field) {
        int place = place(field);
        return place == 0 ? 0 : buffer.getShort(place);
    }

    int number32(int field) {
        int place = place(field);
        return place == 0 ? 0 : buffer.getInt(place);
    }

    long number64(int field) {
        int place = place(field);
        return place == 0 ? 0 : buffer.getLong(place);
    }

    @Nullable
    FlatTable table(int field) {
        int place = place(field);
        return place == 0 ? null : new FlatTable(buffer, place + buffer.getInt(place));
    }

    String text(int field) {
        int place = place(field);
        if (place == 0) {
            return "";
        }
        int start = place + buffer.getInt(place);
        return StandardCharsets.UTF_8
                .decode(buffer.slice(start + 4, buffer.getInt(start)))
                .toString();
    }

    List<FlatTable> tables(int field) {
        List<FlatTable> tables = new ArrayList<>();
        int start = start(field);
        for (int i = 0; i < count(field); i++) {
            int place = start + 4 * i;
            tables.add(new FlatTable(buffer, place + buffer.getInt(place)));
        }
        return tables;
    }

    /** A list of pairs of numbers. */
    long[] pairs(int field) {
        long[] numbers = new long[2 * count(field)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = buffer.getLong(start(field) + 8 * i);
        }
        return numbers;
    }

    private int count(int field) {
        int count = has(field) ? buffer.getInt(start(field) - 4) : 0;
        if (count < 0 || count > buffer.capacity()) {
            throw new IllegalArgumentException("A list of " + count);
        }
        return count;
    }

    private int start(int field) {
        int place = place(field);
        return place == 0 ? 0 : place + buffer.getInt(place) + 4;
    }
}
