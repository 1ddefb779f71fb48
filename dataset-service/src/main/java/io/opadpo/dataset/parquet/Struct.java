package io.opadpo.dataset.parquet;

import io.opadpo.dataset.table.TableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A struct of Parquet's metadata, by the numbers of its fields. Whatever is not as it should be is a damaged file. */
record Struct(Map<Integer, Object> fields) {

    boolean has(int field) {
        return fields.containsKey(field);
    }

    long number(int field) throws TableException {
        return get(field, Long.class);
    }

    int count(int field) throws TableException {
        long number = number(field);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new TableException("damaged metadata: field " + field + " is " + number);
        }
        return (int) number;
    }

    boolean isFalse(int field) {
        return Boolean.FALSE.equals(fields.get(field));
    }

    String text(int field) throws TableException {
        return StandardCharsets.UTF_8
                .decode(get(field, ByteBuffer.class).duplicate())
                .toString();
    }

    Struct struct(int field) throws TableException {
        return get(field, Struct.class);
    }

    List<Struct> structs(int field) throws TableException {
        List<Struct> structs = new ArrayList<>();
        for (Object element : get(field, List.class)) {
            if (!(element instanceof Struct struct)) {
                throw new TableException("damaged metadata: field " + field);
            }
            structs.add(struct);
        }
        return structs;
    }

    private <T> T get(int field, Class<T> type) throws TableException {
        Object value = fields.get(field);
        if (!type.isInstance(value)) {
            throw new TableException("damaged metadata: field " + field + " is missing or of another type");
        }
        return type.cast(value);
    }
}
