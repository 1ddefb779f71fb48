package io.opadpo.blobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Blobs by key. Every method throws {@link BlobException} when the store fails.
 *
 * <p>A key is either a blob or a folder of blobs, as in a file system: whoever stores {@code a/b} does not store {@code
 * a} too.
 */
public interface BlobStore {
    /**
     * Stores the bytes, replacing what was there. The blob appears when all of them are safe on disk, or not at all.
     *
     * @param content read to its end, and not closed
     */
    void put(BlobKey key, InputStream content);

    /** {@link #put(BlobKey, InputStream)} for bytes in memory. */
    default void put(BlobKey key, byte[] content) {
        put(key, new ByteArrayInputStream(content));
    }

    /** {@link #put(BlobKey, InputStream)} for a file, which stays where it is. */
    void put(BlobKey key, Path content);

    /**
     * Stores several small blobs, each as {@link #put(BlobKey, byte[])} does; a store may save work by it. When this
     * returns all of them are safe; when it throws, some may be there.
     */
    default void putAll(Map<BlobKey, byte[]> contents) {
        contents.forEach(this::put);
    }

    /** Opens a blob, to be closed by the caller; throws {@link BlobNotFoundException}. */
    Blob open(BlobKey key);

    /** The bytes of a small blob; throws {@link BlobNotFoundException}. */
    default byte[] bytes(BlobKey key) {
        try (Blob blob = open(key)) {
            return blob.stream().readAllBytes();
        } catch (IOException e) {
            throw new BlobException("Cannot read " + key, e);
        }
    }

    /** Whether there is a blob of this key. */
    boolean exists(BlobKey key);

    /** Removes a blob, if it is there. */
    void delete(BlobKey key);

    /**
     * The blobs below a folder, in no particular order; none if there is no such folder. What is put or deleted meanwhile
     * may be among them or not.
     *
     * @param folder all keys that begin with it and a slash
     * @return to be closed
     */
    Stream<StoredBlob> blobs(BlobKey folder);

    /** The keys of {@link #blobs}. */
    default Stream<BlobKey> list(BlobKey folder) {
        return blobs(folder).map(StoredBlob::key);
    }

    /** What one blob is now; throws {@link BlobNotFoundException}. */
    StoredBlob look(BlobKey key);

    /**
     * Removes what puts that broke off before this time have left, where the store keeps such things.
     *
     * @return how many files
     */
    default int discardUnfinished(Instant before) {
        return 0;
    }

    /**
     * Writes a blob to a file, replacing it at once when all bytes are there; throws {@link BlobNotFoundException}.
     *
     * @param target in a folder that exists
     */
    void copyTo(BlobKey key, Path target);
}
