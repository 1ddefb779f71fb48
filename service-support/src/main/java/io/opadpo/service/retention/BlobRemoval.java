package io.opadpo.service.retention;

import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import java.util.stream.Stream;

/**
 * Removes blobs whose row has just been deleted. Where blobs are collected anyway it leaves them to the collector and so to
 * its grace: a backup that has copied the row already can still copy them.
 */
public class BlobRemoval {
    private final BlobStore blobs;
    private final boolean collected;

    BlobRemoval(BlobStore blobs, RetentionProperties properties) {
        this.blobs = blobs;
        this.collected = properties.collectBlobs();
    }

    /** Removes one, if it is there. */
    public void remove(BlobKey key) {
        if (!collected) {
            blobs.delete(key);
        }
    }

    /** Removes all below a folder. */
    public void removeAll(BlobKey folder) {
        if (collected) {
            return;
        }
        try (Stream<BlobKey> keys = blobs.list(folder)) {
            keys.toList().forEach(blobs::delete);
        }
    }
}
