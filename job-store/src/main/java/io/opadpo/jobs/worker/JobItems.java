package io.opadpo.jobs.worker;

import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.LostLeaseException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The work items of the job being run. Every write is guarded by the run's fence and throws {@link LostLeaseException}
 * once the job is somebody else's.
 */
public interface JobItems {
    /** The keys of items that are done, as of now. */
    Set<String> done();

    /** Writes items in one statement: for many small ones. */
    void put(Collection<ItemWrite> items);

    /** The item is done. Should it have been done before, the first output stays. */
    default void putDone(String item, JsonNode output) {
        put(List.of(ItemWrite.done(item, output)));
    }

    /** The item failed; the job goes on. */
    default void putFailed(String item, JobError error) {
        put(List.of(ItemWrite.failed(item, error)));
    }
}
