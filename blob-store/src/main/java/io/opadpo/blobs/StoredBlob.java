package io.opadpo.blobs;

import java.time.Instant;

/**
 * What a store says of a blob without opening it.
 *
 * @param key its name
 * @param bytes its size
 * @param modified when it was put last, by the store's clock
 */
public record StoredBlob(BlobKey key, long bytes, Instant modified) {}
