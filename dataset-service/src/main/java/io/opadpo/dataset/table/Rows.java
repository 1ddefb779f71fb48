package io.opadpo.dataset.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, in order. Values are decoded when they are asked for, so a row that is passed over costs little,
 * and no more than one row is held.
 *
 * <p>A column within a struct has its path as its name, such as {@code image.bytes}.
 */
public interface Rows extends Closeable {

    /** Columns that can be read. */
    Set<String> columns();

    /**
     * Moves to the next row; false behind the last one.
     *
     * @throws TableException if the file is damaged from here on
     */
    boolean next() throws IOException;

    /** Number of the current row in its file, from 0. */
    long row();

    /**
     * A value of the current row as text, numbers in decimal; null if it is null or there is no such column.
     *
     * @throws BadRowException if it is nothing that has a text
     */
    @Nullable
    String text(String column) throws IOException, BadRowException;

    /**
     * A value of the current row as bytes; null if it is null or there is no such column.
     *
     * @throws BadRowException if it is no string of bytes
     */
    byte @Nullable [] bytes(String column) throws IOException, BadRowException;
}
