package io.opadpo.chat;

/** Why a service gave no reply that we can use. */
public enum CallFailure {
    /** It asked us to slow down. */
    RATE_LIMITED(true, false),
    /** It is there, and out of order (5xx). */
    UNAVAILABLE(true, false),
    /** No connection, or one that broke. */
    UNREACHABLE(true, false),
    /** No reply in time. */
    TIMEOUT(true, false),
    /** A reply that is not what was asked for. An endpoint charges for each, so few are asked for. */
    MALFORMED_RESPONSE(true, false),
    /** It does not have what was asked for. */
    NOT_FOUND(false, false),
    /** It has no such model, or no such path at all. */
    MODEL_NOT_FOUND(false, true),
    /** It will not have this request (any other 4xx). */
    REQUEST_REFUSED(false, false),
    /** Its filter will not have this content. */
    CONTENT_FILTERED(false, false),
    /** More than we are ready to read. */
    RESPONSE_TOO_LARGE(false, false),
    /** It does not know our key, or the key may not do this. */
    DENIED(false, true),
    /** The account behind the key has nothing left to spend. */
    QUOTA_EXHAUSTED(false, true);

    private final boolean retryable;
    private final boolean hopeless;

    CallFailure(boolean retryable, boolean hopeless) {
        this.retryable = retryable;
        this.hopeless = hopeless;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Whether every other request would end the same way until somebody mends it. */
    public boolean hopeless() {
        return hopeless;
    }
}
