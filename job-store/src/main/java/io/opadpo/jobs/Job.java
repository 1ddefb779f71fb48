package io.opadpo.jobs;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job as it stood when it was read.
 *
 * @param id its identity
 * @param kind which handler runs it
 * @param pipeline the pipeline it belongs to, or null
 * @param owner the tenant it belongs to
 * @param state where it stands
 * @param wish what its owner wants of it while it runs
 * @param priority higher goes first
 * @param parameters what its handler is to do
 * @param attempts how often it was tried in vain
 * @param worker who runs it, or ran it last; null if never claimed
 * @param progress how far it is, or null
 * @param result what came out, if it {@link JobState#SUCCEEDED succeeded} and had something to say
 * @param error the last failure, or the dependency it lost, or null
 * @param idempotencyKey under which it was submitted, or null
 * @param timeline when things happened to it
 */
public record Job(
        UUID id,
        String kind,
        @Nullable UUID pipeline,
        String owner,
        JobState state,
        Wish wish,
        int priority,
        JsonNode parameters,
        Attempts attempts,
        @Nullable String worker,
        @Nullable Progress progress,
        @Nullable JsonNode result,
        @Nullable JobError error,
        @Nullable String idempotencyKey,
        Timeline timeline) {}
