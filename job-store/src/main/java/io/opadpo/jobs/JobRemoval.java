package io.opadpo.jobs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Removes jobs that have ended, with their items, results and events.
 *
 * <p>A job stays while another one needs it, and while its pipeline has jobs that have not ended. So dependents go first,
 * and nothing that may still run loses its input.
 */
public interface JobRemoval {
    /**
     * Removes an owner's jobs, all or none. They may need each other.
     *
     * @throws JobNotFoundException if one does not exist for this owner
     * @throws JobStateException if one has not ended
     * @throws JobInUseException if one is needed by a job that is to stay, or its pipeline has not ended
     */
    void remove(Owner owner, Collection<UUID> jobs);

    /**
     * Removes one job that ended long ago, of a pipeline all of which did, in a transaction of its own.
     *
     * @param kinds of one of these; if there are none, of any
     * @param age how long ago, by the database's clock
     * @return whether there was one; there may be more
     */
    boolean removeOld(Set<String> kinds, Duration age);

    /**
     * Cancels jobs that have been blocked for long: what they need did not come back. So they end, and age out with it.
     *
     * @param kinds of one of these; if there are none, of any
     * @param age for how long, by the database's clock
     * @return how many
     */
    int cancelBlocked(Set<String> kinds, Duration age);

    /** Jobs of an owner that have not ended and whose parameters hold this text as a value, however deep. */
    List<UUID> unfinishedNaming(Owner owner, String text);
}
