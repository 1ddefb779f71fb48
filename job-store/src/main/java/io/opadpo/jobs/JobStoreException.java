package io.opadpo.jobs;

/** The root of what the job store throws by intent. */
public abstract class JobStoreException extends RuntimeException {
    JobStoreException(String message) {
        super(message);
    }
}
