package io.opadpo.dataset.parquet;

import io.opadpo.dataset.parquet.Footer.Chunk;
import io.opadpo.dataset.parquet.Values.Dictionary;
import io.opadpo.dataset.table.TableException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One column of a file, read forwards. Row groups and pages without a row that is wanted are passed over unread. */
final class Column {

    private static final long WINDOW_STEP = 1 << 30;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int DATA_PAGE_2 = 3;

    private final FileChannel file;
    private final Leaf leaf;
    private final List<Chunk> chunks;
    private final Scratch pageRoom = new Scratch();
    private final Scratch dictionaryRoom = new Scratch();
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private long windowEnd;
    private int chunk = -1;
    private long chunkEnd;
    private long offset;
    private long groupEnd;
    private long pageEnd;
    private long row = -1;
    private @Nullable Dictionary dictionary;
    private @Nullable Page page;
    private @Nullable ByteBuffer value;

    Column(FileChannel file, Leaf leaf, List<List<Chunk>> groups) {
        this.file = file;
        this.leaf = leaf;
        this.chunks = groups.stream().map(group -> group.get(leaf.index())).toList();
    }

    Leaf leaf() {
        return leaf;
    }

    /** A view of the value in this row, null if it is null. Rows are asked for in ascending order. */
    @Nullable
    ByteBuffer at(long wanted) throws IOException {
        try {
            while (pageEnd <= wanted) {
                nextPage(wanted);
            }
            for (; row < wanted; row++) {
                if (page == null) {
                    throw new IllegalStateException("No page");
                }
                value = page.next();
            }
            return value == null ? null : value.duplicate();
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new TableException("damaged: column " + leaf.path() + " at row " + wanted, e);
        }
    }

    private void nextPage(long wanted) throws IOException {
        while (groupEnd <= wanted || offset >= chunkEnd) {
            nextChunk();
        }
        ByteBuffer in = window();
        Struct header = Thrift.struct(in);
        int type = header.count(1);
        int packed = header.count(3);
        if (packed > in.remaining()) {
            throw new TableException("damaged: a page of column " + leaf.path() + " is longer than the column");
        }
        ByteBuffer body = in.slice().limit(packed);
        offset += in.position() + packed;
        if (type == DICTIONARY_PAGE) {
            ByteBuffer bytes = unpack(body, header.count(2), dictionaryRoom);
            dictionary = new Dictionary(leaf.type(), bytes, header.struct(7).count(1));
        } else if (type == DATA_PAGE || type == DATA_PAGE_2) {
            Struct data = header.struct(type == DATA_PAGE ? 5 : 8);
            row = pageEnd - 1;
            pageEnd += data.count(1);
            page = pageEnd <= wanted ? null : open(type, body, header, data);
        }
    }

    private void nextChunk() throws TableException {
        if (++chunk >= chunks.size()) {
            throw new TableException("damaged: column " + leaf.path() + " has fewer rows than the file");
        }
        Chunk next = chunks.get(chunk);
        pageEnd = groupEnd;
        row = groupEnd - 1;
        groupEnd += next.values();
        offset = next.offset();
        chunkEnd = next.offset() + next.bytes();
        windowEnd = 0;
        dictionary = null;
    }

    private Page open(int type, ByteBuffer body, Struct header, Struct data) throws IOException {
        int unpacked = header.count(2);
        if (type == DATA_PAGE) {
            return Page.first(leaf, unpack(body, unpacked, pageRoom), data, dictionary);
        }
        int levels = data.count(5);
        ByteBuffer nulls = body.slice().limit(levels);
        ByteBuffer values = body.position(levels).slice();
        boolean plain = data.isFalse(7);
        return Page.second(leaf, nulls, plain ? values : unpack(values, unpacked - levels, pageRoom), data, dictionary);
    }

    private ByteBuffer unpack(ByteBuffer packed, int bytes, Scratch room) throws IOException {
        return Codec.unpack(chunks.get(chunk).codec(), packed, bytes, room);
    }

    /** From the next page to the chunk's end, or as far as a buffer reaches. */
    private ByteBuffer window() throws IOException {
        if (offset < windowStart || offset >= windowEnd || offset - windowStart > WINDOW_STEP) {
            windowStart = offset;
            windowEnd = offset + Math.min(Integer.MAX_VALUE, chunkEnd - offset);
            window = file.map(FileChannel.MapMode.READ_ONLY, windowStart, windowEnd - windowStart);
        }
        return window.duplicate().position((int) (offset - windowStart)).slice();
    }
}
