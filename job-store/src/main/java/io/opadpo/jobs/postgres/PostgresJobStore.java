package io.opadpo.jobs.postgres;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobCursor;
import io.opadpo.jobs.JobEvent;
import io.opadpo.jobs.JobFilter;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Page;
import io.opadpo.jobs.WorkItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The owner's side: submission, reads and steering in one. */
class PostgresJobStore implements JobStore {
    private final Submission submission;
    private final JobReads reads;
    private final Steering steering;

    PostgresJobStore(Submission submission, JobReads reads, Steering steering) {
        this.submission = submission;
        this.reads = reads;
        this.steering = steering;
    }

    @Override
    public Job submit(NewJob job) {
        return submitAll(List.of(job)).get(0);
    }

    @Override
    public List<Job> submitAll(List<NewJob> jobs) {
        return reads.all(submission.submit(jobs));
    }

    @Override
    public Optional<Job> find(Owner owner, UUID job) {
        return reads.find(owner, job);
    }

    @Override
    public List<UUID> needs(Owner owner, UUID job) {
        return reads.needs(owner, job);
    }

    @Override
    public Page<Job, JobCursor> list(Owner owner, JobFilter filter, @Nullable JobCursor after, int limit) {
        return reads.list(owner, filter, after, limit);
    }

    @Override
    public Job cancel(Owner owner, UUID job) {
        return steering.cancel(owner, job);
    }

    @Override
    public Job pause(Owner owner, UUID job) {
        return steering.pause(owner, job);
    }

    @Override
    public Job resume(Owner owner, UUID job) {
        return steering.resume(owner, job);
    }

    @Override
    public Job requeue(Owner owner, UUID job) {
        return steering.requeue(owner, job);
    }

    @Override
    public List<JobEvent> events(Owner owner, UUID job, long after, int limit) {
        return reads.events(owner, job, after, limit);
    }

    @Override
    public Page<WorkItem, String> items(
            Owner owner, UUID job, @Nullable ItemState state, @Nullable String after, int limit) {
        return reads.items(owner, job, state, after, limit);
    }

    @Override
    public Map<ItemState, Long> itemCounts(Owner owner, UUID job) {
        return reads.itemCounts(owner, job);
    }
}
