package io.opadpo.jobs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A piece of a job's work: one prompt, one sample.
 *
 * @param job whose work it is
 * @param item its key within the job
 * @param state where it stands
 * @param attempts times it was done or failed
 * @param output what came out, if it is done
 * @param error why it failed, if it did
 * @param updated last written, by the database's clock
 */
public record WorkItem(
        UUID job,
        String item,
        ItemState state,
        int attempts,
        @Nullable JsonNode output,
        @Nullable JobError error,
        Instant updated) {}
