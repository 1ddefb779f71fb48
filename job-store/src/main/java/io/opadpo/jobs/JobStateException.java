package io.opadpo.jobs;

import java.util.UUID;

/** The job stands where this operation makes no sense. */
public final class JobStateException extends JobStoreException {
    private final UUID job;
    private final JobState state;

    public JobStateException(UUID job, JobState state, String operation) {
        super("Job " + job + " is " + state + ": no " + operation + " now");
        this.job = job;
        this.state = state;
    }

    /** The job asked for. */
    public UUID job() {
        return job;
    }

    /** Where it stands. */
    public JobState state() {
        return state;
    }
}
