package io.opadpo.dataset.table;

/** A row that cannot be used, while those behind it may be. The message is fit for its owner. */
public final class BadRowException extends Exception {

    public BadRowException(String message) {
        super(message);
    }
}
