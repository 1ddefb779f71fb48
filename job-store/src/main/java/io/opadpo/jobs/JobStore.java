package io.opadpo.jobs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Jobs, for those who want them done. Every method may be called in a transaction of the caller, and joins it.
 *
 * <p>Methods that steer a job are idempotent: what is asked of a job that is there already changes nothing and returns
 * it. They throw {@link JobNotFoundException}, or {@link JobStateException} where the operation makes no sense.
 */
public interface JobStore {
    /** {@link #submitAll} for one job. */
    Job submit(NewJob job);

    /**
     * Submits jobs, all or none, which may need each other in any order. A job whose idempotency key is known is not
     * made again: the one that exists stands in for it, also where others of the batch need it.
     *
     * @return the jobs in the order given
     * @throws IdempotencyConflictException if a known key comes with another body (parameters, priority, attempts,
     *     run time or needs)
     * @throws DependencyException if a needed job does not exist for this owner, or jobs need each other in a circle
     */
    List<Job> submitAll(List<NewJob> jobs);

    /** The job, if it exists and is this owner's. */
    Optional<Job> find(Owner owner, UUID job);

    /** The jobs this one needs, in no particular order. */
    List<UUID> needs(Owner owner, UUID job);

    /**
     * Jobs, newest first.
     *
     * @param after the last page's {@link Page#next}, or null for the first page
     * @param limit most jobs to return, 1 to 1,000
     */
    Page<Job, JobCursor> list(Owner owner, JobFilter filter, @Nullable JobCursor after, int limit);

    /** Ends a job. A running one ends when its worker has noticed, within a heartbeat and a step of its work. */
    Job cancel(Owner owner, UUID job);

    /** Stops a job until it is resumed. A running one stops when its worker has noticed; what is done stays done. */
    Job pause(Owner owner, UUID job);

    /** Lets a paused job go on; takes back a wish to pause that has not been followed yet. */
    Job resume(Owner owner, UUID job);

    /**
     * Gives a dead or cancelled job all its attempts again. Jobs that it blocked wait for it again. Items that are done
     * stay done.
     */
    Job requeue(Owner owner, UUID job);

    /**
     * What happened to a job, in order.
     *
     * @param after the {@code seq} of the last event seen, or 0
     * @param limit most events to return, 1 to 1,000
     */
    List<JobEvent> events(Owner owner, UUID job, long after, int limit);

    /**
     * A job's items, by key.
     *
     * @param state only those in it, or null for all
     * @param after the last page's {@link Page#next}, or null for the first page
     * @param limit most items to return, 1 to 1,000
     */
    Page<WorkItem, String> items(Owner owner, UUID job, @Nullable ItemState state, @Nullable String after, int limit);

    /** How many of a job's items are in each state; a state without items is not in the map. */
    Map<ItemState, Long> itemCounts(Owner owner, UUID job);
}
