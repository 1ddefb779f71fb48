package io.opadpo.service.retention;

import io.opadpo.jobs.JobRemoval;
import io.opadpo.service.jobs.JobKinds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Removes jobs of this service's kinds that ended long ago, each in a transaction of its own. Those that have been blocked
 * as long are cancelled first: else no job of a pipeline that failed would ever go.
 */
class JobSweep implements Sweep {
    private final JobRemoval removal;
    private final JobKinds kinds;
    private final @Nullable Duration age;

    JobSweep(JobRemoval removal, JobKinds kinds, @Nullable Duration age) {
        this.removal = removal;
        this.kinds = kinds;
        this.age = age;
    }

    @Override
    public String name() {
        return "jobs";
    }

    /** Where a service has no kinds it removes none: to ask for no kind would be to ask for all. */
    @Override
    public long sweep() {
        if (age == null || kinds.kinds().isEmpty()) {
            return 0;
        }
        removal.cancelBlocked(kinds.kinds(), age);
        long removed = 0;
        while (!Thread.currentThread().isInterrupted() && removal.removeOld(kinds.kinds(), age)) {
            removed++;
        }
        return removed;
    }
}
