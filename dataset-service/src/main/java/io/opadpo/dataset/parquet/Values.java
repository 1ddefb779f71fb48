package io.opadpo.dataset.parquet;

import io.opadpo.dataset.table.TableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The values of a page that are not null, one after the other. */
final class Values {

    private final int type;
    private final ByteBuffer bytes;
    private final @Nullable Dictionary dictionary;
    private final @Nullable BitPacked indices;

    private Values(int type, ByteBuffer bytes, @Nullable Dictionary dictionary, @Nullable BitPacked indices) {
        this.type = type;
        this.bytes = bytes;
        this.dictionary = dictionary;
        this.indices = indices;
    }

    /** Values as they are. */
    static Values plain(int type, ByteBuffer bytes) {
        return new Values(type, bytes.order(ByteOrder.LITTLE_ENDIAN), null, null);
    }

    /** Values as places in a dictionary. */
    static Values inDictionary(int type, ByteBuffer bytes, Dictionary dictionary) throws TableException {
        int width = bytes.hasRemaining() ? bytes.get() & 0xff : 0;
        return new Values(type, bytes, dictionary, new BitPacked(bytes, width));
    }

    /** A view of the next value's bytes; they are good until the next page. */
    ByteBuffer next() {
        return dictionary == null || indices == null ? nextPlain() : dictionary.value(indices.next());
    }

    private ByteBuffer nextPlain() {
        int length = switch (type) {
            case Leaf.INT32 -> Integer.BYTES;
            case Leaf.INT64 -> Long.BYTES;
            default -> bytes.getInt();
        };
        ByteBuffer value = bytes.slice().limit(length);
        bytes.position(bytes.position() + length);
        return value;
    }

    /** The values that a row group's pages point to. */
    static final class Dictionary {

        private final ByteBuffer[] values;

        Dictionary(int type, ByteBuffer page, int count) throws TableException {
            if (count < 0 || count > page.remaining()) {
                throw new TableException("damaged: a dictionary of " + count + " values");
            }
            Values plain = plain(type, page);
            values = new ByteBuffer[count];
            for (int i = 0; i < count; i++) {
                values[i] = plain.next();
            }
        }

        ByteBuffer value(int index) {
            return values[index].duplicate();
        }
    }
}
