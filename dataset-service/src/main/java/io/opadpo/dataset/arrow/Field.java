package io.opadpo.dataset.arrow;

import io.opadpo.dataset.table.TableException;
import java.util.ArrayList;
import java.util.List;

/**
 * A field of the schema.
 *
 * @param path names from the root, joined by dots
 * @param buffers how many it has in a batch, beside its children's
 * @param bits of a whole number, 0 for other types
 */
record Field(String path, int type, int buffers, int bits, List<Field> children) {

    static final int INT = 2;
    static final int BINARY = 4;
    static final int UTF8 = 5;
    static final int STRUCT = 13;
    static final int LARGE_BINARY = 19;
    static final int LARGE_UTF8 = 20;

    private static final int MAX_DEPTH = 32;

    static Field of(FlatTable field, String parent) throws TableException {
        return of(field, parent, MAX_DEPTH);
    }

    private static Field of(FlatTable field, String parent, int depth) throws TableException {
        String path = parent + field.text(0);
        int type = field.number8(2);
        if (depth == 0 || field.has(4)) {
            throw new TableException("column " + path + " is nested too deeply, or kept in a dictionary");
        }
        FlatTable details = field.table(3);
        int bits = type == INT && details != null ? details.number32(0) : 0;
        List<Field> children = new ArrayList<>();
        for (FlatTable child : field.tables(5)) {
            children.add(of(child, path + ".", depth - 1));
        }
        return new Field(path, type, buffers(type, path), bits, children);
    }

    private static int buffers(int type, String path) throws TableException {
        return switch (type) {
            case 1 -> 0;
            case STRUCT, 16 -> 1;
            case INT, 3, 6, 7, 8, 9, 10, 11, 12, 15, 17, 18, 21 -> 2;
            case BINARY, UTF8, LARGE_BINARY, LARGE_UTF8 -> 3;
            default ->
                throw new TableException("column " + path + " has type number " + type + ", which is not read here");
        };
    }

    boolean isReadable() {
        return isBytes() || (type == INT && bits >= 8 && bits <= 64);
    }

    boolean isBytes() {
        return buffers == 3;
    }

    boolean isLarge() {
        return type == LARGE_BINARY || type == LARGE_UTF8;
    }
}
