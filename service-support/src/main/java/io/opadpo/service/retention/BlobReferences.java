package io.opadpo.service.retention;

import io.opadpo.blobs.BlobKey;
import java.util.Collection;
import java.util.Set;

/** Tells which blobs of one folder are needed. A folder without a bean of this type is never looked at. */
public interface BlobReferences {
    /** The folder, as in {@code images}. */
    String folder();

    /** Those of the blobs to which a row refers, or may still come to refer without putting the blob anew. */
    Set<BlobKey> referenced(Collection<BlobKey> keys);
}
