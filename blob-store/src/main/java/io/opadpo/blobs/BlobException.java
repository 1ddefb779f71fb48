package io.opadpo.blobs;

/** The store could not do what was asked: disk full, no permission, service not reachable. */
public class BlobException extends RuntimeException {
    public BlobException(String message, Throwable cause) {
        super(message, cause);
    }

    BlobException(String message) {
        super(message);
    }
}
