package io.opadpo.jobs;

import java.util.List;
import java.util.Set;

/** How much is waiting to be done, of all owners: for those who watch the platform, not for its users. */
public interface JobQueues {
    /**
     * One entry for each of these kinds, with zeros where there is nothing.
     *
     * @throws org.springframework.dao.DataAccessException if the database cannot be asked
     */
    List<QueueDepth> depths(Set<String> kinds);
}
