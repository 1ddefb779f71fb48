package io.opadpo.jobs;

import java.util.UUID;

/** A worker wrote for a job that is no longer its own. Nothing was written, and it has to stop. */
public final class LostLeaseException extends JobStoreException {
    public LostLeaseException(UUID job, long fence) {
        super("Job " + job + " is no longer held under fence " + fence);
    }
}
