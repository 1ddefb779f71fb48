package io.opadpo.dataset.table;

import java.io.IOException;

/** A file that is not what it claims to be, or uses what is not read here. The message is fit for its owner. */
public final class TableException extends IOException {

    public TableException(String message) {
        super(message);
    }

    public TableException(String message, Throwable cause) {
        super(message, cause);
    }
}
