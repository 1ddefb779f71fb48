package io.opadpo.jobs;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** A job cannot be removed, because others need it or its pipeline goes on. */
public final class JobInUseException extends JobStoreException {
    private final Set<UUID> users;

    public JobInUseException(Collection<UUID> users) {
        super("Still in use by jobs " + users);
        this.users = Set.copyOf(users);
    }

    /** The jobs in the way. */
    public Set<UUID> users() {
        return users;
    }
}
