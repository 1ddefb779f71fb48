package io.opadpo.dataset.parquet;

import io.opadpo.dataset.table.TableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Thrift's compact protocol, in which Parquet writes its metadata: the fields of a struct are
 * Boolean, Long, Double, ByteBuffer, List or structs again.
 */
final class Thrift {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 1 << 24;

    private final ByteBuffer in;

    private Thrift(ByteBuffer in) {
        this.in = in;
    }

    /** Reads one struct and leaves the buffer behind it. */
    static Struct struct(ByteBuffer in) throws TableException {
        try {
            return new Thrift(in).struct(0);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new TableException("damaged metadata", e);
        }
    }

    private Struct struct(int depth) throws TableException {
        if (depth > MAX_DEPTH) {
            throw new TableException("damaged metadata: nested too deeply");
        }
        Map<Integer, Object> fields = new HashMap<>();
        int field = 0;
        for (int header = in.get() & 0xff; header != 0; header = in.get() & 0xff) {
            int delta = header >> 4;
            field = delta == 0 ? (int) zigzag() : field + delta;
            fields.put(field, value(header & 0xf, depth, false));
        }
        return new Struct(fields);
    }

    private Object value(int type, int depth, boolean inList) throws TableException {
        return switch (type) {
            case 1, 2 -> inList ? in.get() == 1 : type == 1;
            case 3 -> (long) in.get();
            case 4, 5, 6 -> zigzag();
            case 7 -> Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
            case 8 -> binary();
            case 9, 10 -> list(depth);
            case 12 -> struct(depth + 1);
            default -> throw new TableException("damaged metadata: type " + type);
        };
    }

    private List<Object> list(int depth) throws TableException {
        int header = in.get() & 0xff;
        long size = header >> 4 == 15 ? varint() : header >> 4;
        if (size < 0 || size > Math.min(MAX_ELEMENTS, in.remaining())) {
            throw new TableException("damaged metadata: a list of " + size);
        }
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            list.add(value(header & 0xf, depth, true));
        }
        return list;
    }

    private ByteBuffer binary() {
        int size = Math.toIntExact(Math.min(varint(), Integer.MAX_VALUE));
        ByteBuffer slice = in.slice().limit(size);
        in.position(in.position() + size);
        return slice;
    }

    private long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A number that does not end");
    }
}
