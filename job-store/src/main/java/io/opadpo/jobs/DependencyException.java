package io.opadpo.jobs;

/** Jobs were submitted whose dependencies cannot be: one that does not exist, or a circle. */
public final class DependencyException extends JobStoreException {
    public DependencyException(String message) {
        super(message);
    }
}
