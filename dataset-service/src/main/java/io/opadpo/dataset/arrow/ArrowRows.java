package io.opadpo.dataset.arrow;

import io.opadpo.dataset.arrow.Batch.Values;
import io.opadpo.dataset.table.BadRowException;
import io.opadpo.dataset.table.Rows;
import io.opadpo.dataset.table.TableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An Arrow stream's columns of strings, bytes and whole numbers, within structs or not; others are as if they were not
 * there. Batches are mapped, not loaded, so their size does not matter.
 */
public final class ArrowRows implements Rows {

    private final FileChannel file;
    private final Messages messages;
    private final List<Field> fields = new ArrayList<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private @Nullable Batch batch;
    private int inBatch;
    private long row = -1;

    private ArrowRows(FileChannel file) throws IOException {
        this.file = file;
        this.messages = new Messages(file);
        FlatTable schema = messages.schema();
        for (FlatTable field : schema.tables(1)) {
            Field known = Field.of(field, "");
            fields.add(known);
            addColumns(known);
        }
    }

    private void addColumns(Field field) {
        if (field.isReadable()) {
            columns.add(field.path());
        }
        if (field.type() == Field.STRUCT) {
            field.children().forEach(this::addColumns);
        }
    }

    /** @throws TableException if it is no Arrow stream or file, or a damaged one */
    public static ArrowRows open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ArrowRows(file);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            file.close();
            throw new TableException("damaged: the schema cannot be read", e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Set<String> columns() {
        return columns;
    }

    @Override
    public boolean next() throws IOException {
        row++;
        inBatch++;
        try {
            while (batch == null || inBatch >= batch.rows()) {
                batch = messages.next(fields);
                inBatch = 0;
                if (batch == null) {
                    return false;
                }
            }
            return true;
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new TableException("damaged: the batch behind row " + row, e);
        }
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public @Nullable String text(String column) throws IOException, BadRowException {
        Values values = values(column);
        if (values == null) {
            return null;
        }
        if (!values.field().isBytes()) {
            return Long.toString(values.number(inBatch));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice(values)).toString();
        } catch (CharacterCodingException e) {
            throw new BadRowException(column + " is not UTF-8");
        }
    }

    @Override
    public byte @Nullable [] bytes(String column) throws IOException, BadRowException {
        Values values = values(column);
        if (values == null) {
            return null;
        }
        if (!values.field().isBytes()) {
            throw new BadRowException(column + " is a number");
        }
        ByteBuffer slice = slice(values);
        byte[] bytes = new byte[slice.remaining()];
        slice.get(bytes);
        return bytes;
    }

    private @Nullable Values values(String column) throws TableException {
        Values values = batch == null || !columns.contains(column) ? null : batch.column(column);
        try {
            return values == null || values.isNull(inBatch) ? null : values;
        } catch (IndexOutOfBoundsException e) {
            throw damaged(column, e);
        }
    }

    private ByteBuffer slice(Values values) throws TableException {
        try {
            return values.bytes(inBatch);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw damaged(values.field().path(), e);
        }
    }

    private TableException damaged(String column, RuntimeException e) {
        return new TableException("damaged: column " + column + " at row " + row, e);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
