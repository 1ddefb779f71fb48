package io.opadpo.trainer.job;

import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.service.error.ApiException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which jobs still need what a job has made. */
@Component
public final class JobUsers {

    private final JobStore jobs;
    private final JobRemoval removal;

    JobUsers(JobStore jobs, JobRemoval removal) {
        this.jobs = jobs;
        this.removal = removal;
    }

    /**
     * Lets pass what nothing needs any more.
     *
     * @param what for the message, as in {@code adapter my-opa}
     * @param owner whose it is
     * @param job that made it; it may have to say so still
     * @param name by which jobs name it
     * @param others more that needs it, as in {@code model my-merge}
     * @throws ApiException if jobs that have not ended name it or the job that made it, or there are others
     */
    public void requireNone(String what, String owner, UUID job, String name, Collection<String> others) {
        Set<String> users = new TreeSet<>(others);
        Owner asOwner = Owner.of(owner);
        removal.unfinishedNaming(asOwner, name).forEach(user -> users.add("job " + user));
        removal.unfinishedNaming(asOwner, job.toString()).forEach(user -> users.add("job " + user));
        jobs.find(asOwner, job).filter(maker -> !maker.state().isFinal()).ifPresent(maker -> users.add("job " + job));
        if (!users.isEmpty()) {
            throw ApiException.inUse(what, users);
        }
    }
}
