package io.opadpo.trainer.artifact;

import io.opadpo.blobs.BlobKey;
import java.util.UUID;

/** Where things are stored. */
public final class ArtifactKeys {

    private ArtifactKeys() {}

    public static BlobKey adapter(String owner, UUID id) {
        return BlobKey.of("adapters", owner, id.toString());
    }

    public static BlobKey model(String owner, UUID id) {
        return BlobKey.of("models", owner, id.toString());
    }
}
