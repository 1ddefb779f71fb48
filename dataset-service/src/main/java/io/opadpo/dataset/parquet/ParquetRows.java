package io.opadpo.dataset.parquet;

import io.opadpo.dataset.table.BadRowException;
import io.opadpo.dataset.table.Rows;
import io.opadpo.dataset.table.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file's columns of strings, bytes and whole numbers, within structs or not. Other columns, and those with
 * several values a row, are as if they were not there.
 */
public final class ParquetRows implements Rows {

    private final FileChannel file;
    private final long rows;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private long row = -1;

    private ParquetRows(FileChannel file, Footer footer) throws TableException {
        this.file = file;
        this.rows = footer.rows();
        for (Leaf leaf : footer.leaves()) {
            if (footer.rowGroups().stream().anyMatch(group -> group.size() <= leaf.index())) {
                throw new TableException("damaged metadata: a row group lacks column " + leaf.path());
            }
            columns.put(leaf.path(), new Column(file, leaf, footer.rowGroups()));
        }
    }

    /** @throws TableException if it is no Parquet file or a damaged one */
    public static ParquetRows open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ParquetRows(file, Footer.read(file));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Set<String> columns() {
        return columns.keySet();
    }

    @Override
    public boolean next() {
        return ++row < rows;
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public @Nullable String text(String name) throws IOException, BadRowException {
        Column column = columns.get(name);
        ByteBuffer value = column == null ? null : column.at(row);
        if (column == null || value == null) {
            return null;
        }
        ByteBuffer bytes = value.order(ByteOrder.LITTLE_ENDIAN);
        return switch (column.leaf().type()) {
            case Leaf.INT32 -> Integer.toString(bytes.getInt());
            case Leaf.INT64 -> Long.toString(bytes.getLong());
            default -> utf8(name, bytes);
        };
    }

    private static String utf8(String name, ByteBuffer bytes) throws BadRowException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new BadRowException(name + " is not UTF-8");
        }
    }

    @Override
    public byte @Nullable [] bytes(String name) throws IOException, BadRowException {
        Column column = columns.get(name);
        ByteBuffer value = column == null ? null : column.at(row);
        if (column == null || value == null) {
            return null;
        }
        if (column.leaf().type() != Leaf.BYTE_ARRAY) {
            throw new BadRowException(name + " is a number");
        }
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
