package io.opadpo.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When things happened to a job, by the database's clock.
 *
 * @param created submitted
 * @param runAt not claimed before this
 * @param started first claimed, or null
 * @param finished reached a final state, or null
 * @param updated last written
 */
public record Timeline(
        Instant created,
        Instant runAt,
        @Nullable Instant started,
        @Nullable Instant finished,
        Instant updated) {}
