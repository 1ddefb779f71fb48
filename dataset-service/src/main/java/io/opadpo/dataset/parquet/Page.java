package io.opadpo.dataset.parquet;

import io.opadpo.dataset.parquet.Values.Dictionary;
import io.opadpo.dataset.table.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A data page that is being read: levels that tell which values are null, and the others. */
final class Page {

    private static final int PLAIN = 0;
    private static final int PLAIN_DICTIONARY = 2;
    private static final int RLE_DICTIONARY = 8;

    private final Leaf leaf;
    private final @Nullable BitPacked levels;
    private final Values values;

    private Page(Leaf leaf, @Nullable BitPacked levels, Values values) {
        this.leaf = leaf;
        this.levels = levels;
        this.values = values;
    }

    /** The next value, null if it is null. */
    @Nullable
    ByteBuffer next() {
        return levels == null || levels.next() == leaf.maxDefinition() ? values.next() : null;
    }

    /** A page of the first version: levels and values are packed together. */
    static Page first(Leaf leaf, ByteBuffer page, Struct header, @Nullable Dictionary dictionary) throws IOException {
        BitPacked levels = null;
        if (leaf.maxDefinition() > 0) {
            int length = page.order(ByteOrder.LITTLE_ENDIAN).getInt();
            levels = new BitPacked(page.slice().limit(length), width(leaf));
            page.position(page.position() + length);
        }
        return new Page(leaf, levels, values(leaf, page.slice(), header.count(2), dictionary));
    }

    /** A page of the second version: levels come before what is packed. */
    static Page second(Leaf leaf, ByteBuffer levels, ByteBuffer values, Struct header, @Nullable Dictionary dictionary)
            throws IOException {
        BitPacked nulls = leaf.maxDefinition() > 0 ? new BitPacked(levels, width(leaf)) : null;
        return new Page(leaf, nulls, values(leaf, values.slice(), header.count(4), dictionary));
    }

    private static Values values(Leaf leaf, ByteBuffer bytes, int encoding, @Nullable Dictionary dictionary)
            throws TableException {
        return switch (encoding) {
            case PLAIN -> Values.plain(leaf.type(), bytes);
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                if (dictionary == null) {
                    throw new TableException("damaged: column " + leaf.path() + " lacks its dictionary");
                }
                yield Values.inDictionary(leaf.type(), bytes, dictionary);
            }
            default ->
                throw new TableException("column " + leaf.path() + " has encoding number " + encoding
                        + ", which is not read here; PLAIN and dictionary are");
        };
    }

    private static int width(Leaf leaf) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(leaf.maxDefinition());
    }
}
