package io.opadpo.jobs;

import java.util.UUID;

/** There is no such job, or it belongs to somebody else. */
public final class JobNotFoundException extends JobStoreException {
    private final UUID job;

    public JobNotFoundException(UUID job) {
        super("There is no job " + job);
        this.job = job;
    }

    /** The job asked for. */
    public UUID job() {
        return job;
    }
}
