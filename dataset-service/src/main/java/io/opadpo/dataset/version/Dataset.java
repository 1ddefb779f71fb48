package io.opadpo.dataset.version;

import java.time.Instant;
import java.util.UUID;

/**
 * A published data set. It never changes.
 *
 * @param version 1, 2, … among the owner's data sets of this name
 * @param job which made it
 * @param origin where its samples come from
 * @param samples how many lines it has
 * @param dropped how many answers were left out
 * @param statistics JSON
 * @param created when it was published
 */
public record Dataset(
        UUID id,
        String owner,
        String name,
        int version,
        UUID job,
        Origin origin,
        long samples,
        long dropped,
        String statistics,
        Instant created) {

    DatasetFiles files() {
        return DatasetFiles.of(owner, id);
    }
}
