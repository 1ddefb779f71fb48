package io.opadpo.service.retention;

import io.opadpo.blobs.BlobKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Tells which blobs of one folder are needed. A folder without a bean of this type is never looked at. */
public interface BlobReferences {
    /** An id as it is written. */
    Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** The folder, as in {@code images}. */
    String folder();

    /** Those of the blobs to which a row refers, or may still come to refer without putting the blob anew. */
    Set<BlobKey> referenced(Collection<BlobKey> keys);

    /**
     * The ids in keys of the form {@code folder/owner/id} or below, so that they can be looked up by an index; keys
     * without one are left out.
     */
    static Map<BlobKey, UUID> ids(Collection<BlobKey> keys) {
        Map<BlobKey, UUID> ids = new HashMap<>();
        for (BlobKey key : keys) {
            String[] segments = key.value().split("/", 4);
            if (segments.length > 2 && ID.matcher(segments[2]).matches()) {
                ids.put(key, UUID.fromString(segments[2]));
            }
        }
        return ids;
    }
}
