package io.opadpo.jobs;

/** A worker wrote for a job that is no longer its own. Nothing was written, and it has to stop. */
public final class LostLeaseException extends JobStoreException {
    public LostLeaseException(Claim claim) {
        super("Job " + claim.job() + " is no longer held under fence " + claim.fence());
    }
}
