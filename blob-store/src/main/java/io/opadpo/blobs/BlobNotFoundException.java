package io.opadpo.blobs;

/** There is no blob of this key. */
public final class BlobNotFoundException extends BlobException {
    private final BlobKey key;

    public BlobNotFoundException(BlobKey key) {
        super("No blob " + key);
        this.key = key;
    }

    /** The key asked for. */
    public BlobKey key() {
        return key;
    }
}
