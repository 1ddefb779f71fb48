package io.opadpo.dataset.version;

import io.opadpo.blobs.BlobKey;
import java.util.UUID;

/**
 * A data set in the making. Each run of a job has one of its own, so that a run that has lost its job overwrites
 * nothing.
 *
 * @param id the data set's, if this one is published
 */
public record Draft(UUID id, String owner) {

    /** Where its lines go. */
    public BlobKey samples() {
        return DatasetFiles.of(owner, id).samples();
    }

    /** Where the list of what was left out goes. */
    public BlobKey dropped() {
        return DatasetFiles.of(owner, id).dropped();
    }
}
