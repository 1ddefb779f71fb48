package io.opadpo.jobs;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job to submit. Its id is chosen here, so that jobs of one {@link JobStore#submitAll batch} can need each other.
 *
 * @param id its identity
 * @param kind which handler runs it; up to 64 characters of {@code a-z 0-9 . _ -}
 * @param owner the tenant it belongs to
 * @param pipeline the pipeline it belongs to, or null
 * @param parameters what the handler is to do
 * @param priority higher goes first; 0 is usual
 * @param maxAttempts dead after this many errors; null takes the configured number
 * @param runAt not claimed before this; null is at once
 * @param needs jobs that must succeed first, of the same owner
 * @param idempotencyKey unique for (owner, kind): a second submission with it is the first one's job; null for none
 */
public record NewJob(
        UUID id,
        String kind,
        String owner,
        @Nullable UUID pipeline,
        JsonNode parameters,
        int priority,
        @Nullable Integer maxAttempts,
        @Nullable Instant runAt,
        Set<UUID> needs,
        @Nullable String idempotencyKey) {
    private static final String KIND = "[a-z0-9._-]{1,64}";

    public NewJob {
        if (!kind.matches(KIND)) {
            throw new IllegalArgumentException("A job's kind is " + KIND + ", not '" + kind + "'");
        }
        if (owner.isBlank()) {
            throw new IllegalArgumentException("A job needs an owner");
        }
        if (maxAttempts != null && maxAttempts < 1) {
            throw new IllegalArgumentException("A job needs at least one attempt, not " + maxAttempts);
        }
        needs = Set.copyOf(needs);
    }

    /** A job of its own, to run at once. */
    public static NewJob of(String kind, String owner, JsonNode parameters) {
        return new NewJob(UUID.randomUUID(), kind, owner, null, parameters, 0, null, null, Set.of(), null);
    }

    /** The same as a part of a pipeline. */
    public NewJob inPipeline(UUID pipeline) {
        return new NewJob(id, kind, owner, pipeline, parameters, priority, maxAttempts, runAt, needs, idempotencyKey);
    }

    /** The same, after these jobs. */
    public NewJob needing(UUID... jobs) {
        return new NewJob(
                id, kind, owner, pipeline, parameters, priority, maxAttempts, runAt, Set.of(jobs), idempotencyKey);
    }

    /** The same with another priority. */
    public NewJob withPriority(int priority) {
        return new NewJob(id, kind, owner, pipeline, parameters, priority, maxAttempts, runAt, needs, idempotencyKey);
    }

    /** The same with its own number of attempts. */
    public NewJob withMaxAttempts(int maxAttempts) {
        return new NewJob(id, kind, owner, pipeline, parameters, priority, maxAttempts, runAt, needs, idempotencyKey);
    }

    /** The same, not before this time. */
    public NewJob notBefore(Instant runAt) {
        return new NewJob(id, kind, owner, pipeline, parameters, priority, maxAttempts, runAt, needs, idempotencyKey);
    }

    /** The same under an idempotency key. */
    public NewJob withIdempotencyKey(String idempotencyKey) {
        return new NewJob(id, kind, owner, pipeline, parameters, priority, maxAttempts, runAt, needs, idempotencyKey);
    }
}
