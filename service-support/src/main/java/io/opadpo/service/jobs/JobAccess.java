package io.opadpo.service.jobs;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobNotFoundException;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.security.Caller;
import java.util.UUID;

/** Finds jobs that are the caller's and of the kinds served here. */
public class JobAccess {
    private final JobStore store;
    private final JobKinds kinds;

    JobAccess(JobStore store, JobKinds kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    /** The job; throws {@link JobNotFoundException}, which answers 404. */
    public Job get(Caller caller, UUID id) {
        return store.find(caller.asOwner(), id)
                .filter(job -> kinds.serves(job.kind()))
                .orElseThrow(() -> new JobNotFoundException(id));
    }
}
