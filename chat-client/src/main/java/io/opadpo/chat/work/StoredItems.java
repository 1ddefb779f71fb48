package io.opadpo.chat.work;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Page;
import io.opadpo.jobs.WorkItem;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All of a job's items, those of earlier runs included: for what the job says of itself in the end. */
public final class StoredItems {
    private static final int LIMIT = 500;

    private StoredItems() {}

    /** Visits the items in this state, or all if it is null, a page at a time. */
    public static void forEach(JobStore store, UUID job, @Nullable ItemState state, Consumer<WorkItem> visitor) {
        String after = null;
        do {
            Page<WorkItem, String> page = store.items(Owner.ANY, job, state, after, LIMIT);
            page.items().forEach(visitor);
            after = page.next();
        } while (after != null);
    }
}
