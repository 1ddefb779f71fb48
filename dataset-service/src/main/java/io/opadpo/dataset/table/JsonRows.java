package io.opadpo.dataset.table;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows that are JSON objects. */
abstract class JsonRows implements Rows {

    long row = -1;

    /** The object of the present row. */
    abstract JsonObject object() throws BadRowException;

    /** None are known before a row is read. */
    @Override
    public Set<String> columns() {
        return Set.of();
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public @Nullable String text(String column) throws BadRowException {
        return object().text(column);
    }

    @Override
    public byte @Nullable [] bytes(String column) throws BadRowException {
        return object().bytes(column);
    }
}
