package io.opadpo.dataset.image;

/** Bytes that are not taken as an image. The message says why, for the one who sent them. */
public final class ImageRejectedException extends RuntimeException {

    /** What kind of fault it is. */
    public enum Reason {
        TOO_LARGE,
        UNKNOWN_TYPE,
        DAMAGED,
        TOO_MANY_PIXELS
    }

    private final Reason reason;

    ImageRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
