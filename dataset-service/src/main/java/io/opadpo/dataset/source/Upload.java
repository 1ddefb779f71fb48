package io.opadpo.dataset.source;

import java.time.Instant;
import java.util.UUID;

/**
 * A file that was uploaded to be imported.
 *
 * @param name as its owner calls it; its ending tells the format
 * @param sha256 of its bytes
 */
record Upload(UUID id, String name, long bytes, String sha256, Instant created) {}
