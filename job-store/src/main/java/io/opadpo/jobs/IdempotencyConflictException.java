package io.opadpo.jobs;

import java.util.UUID;

/** An idempotency key came again with another body. */
public final class IdempotencyConflictException extends JobStoreException {
    private final UUID job;

    public IdempotencyConflictException(String key, UUID job) {
        super("Idempotency key '" + key + "' was used for another request, which made job " + job);
        this.job = job;
    }

    /** The job the key belongs to. */
    public UUID job() {
        return job;
    }
}
