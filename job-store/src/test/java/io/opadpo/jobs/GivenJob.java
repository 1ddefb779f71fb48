package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.ALICE;
import static io.opadpo.jobs.support.TestStore.LEASE;
import static io.opadpo.jobs.support.TestStore.json;
import static io.opadpo.jobs.support.TestStore.newJob;

import io.opadpo.jobs.support.TestStore;
import java.util.Set;
import java.util.UUID;

/**
 * A job brought into a state by the store's own operations.
 *
 * @param id the job
 * @param claim its last claim; a made-up one if it was never claimed
 */
record GivenJob(UUID id, Claim claim) {
    static final String SUBJECT = "subject";

    static GivenJob in(JobState state, TestStore test) {
        JobStore store = test.store;
        NewJob job = NewJob.of(SUBJECT, ALICE, json("{}"));
        switch (state) {
            case WAITING -> store.submit(job.needing(test.submit().id()));
            case BLOCKED -> {
                UUID lost = store.submit(newJob()).id();
                store.cancel(Owner.ANY, lost);
                store.submit(job.needing(lost));
            }
            default -> store.submit(job);
        }
        Claim claim = new Claim(job.id(), 0, 0);
        if (state == JobState.RUNNING || state == JobState.SUCCEEDED || state == JobState.DEAD) {
            claim = test.leases
                    .claim("worker", Set.of(SUBJECT), 1, LEASE)
                    .get(0)
                    .claim();
        }
        switch (state) {
            case PAUSED -> store.pause(Owner.ANY, job.id());
            case CANCELLED -> store.cancel(Owner.ANY, job.id());
            case SUCCEEDED -> test.leases.complete(claim, null);
            case DEAD -> test.leases.fail(claim, new JobError("E", "no luck", false));
            default -> {}
        }
        return new GivenJob(job.id(), claim);
    }
}
