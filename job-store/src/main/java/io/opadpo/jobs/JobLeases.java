package io.opadpo.jobs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Jobs, for those who do them. Each method is one statement, but for what it takes to tell dependents of a job that has
 * ended. Leases are measured by the database's clock alone.
 *
 * <p>Methods that take a {@link Claim} hit the one row that is still held under its fence, or throw {@link
 * LostLeaseException} and change nothing.
 */
public interface JobLeases extends Heartbeats {
    /**
     * Claims jobs that are ready: highest priority first, then the one that has been due longest.
     *
     * @param worker who claims, for people to read
     * @param kinds which jobs the worker can do
     * @param limit most jobs to claim, at least 1
     * @param lease how long they stay claimed without a heartbeat
     */
    List<ClaimedJob> claim(String worker, Set<String> kinds, int limit, Duration lease);

    /** Stores how far the job is, with an event. */
    void progress(Claim claim, Progress progress);

    /** Stores an event of the handler's own. */
    void event(Claim claim, String type, JsonNode data);

    /** Ends the job as succeeded; jobs that need it and nothing else become ready. A wish to stop comes too late. */
    void complete(Claim claim, @Nullable JsonNode result);

    /**
     * Counts an error: the job becomes ready after a rest that the {@link RetryPolicy} gives, or dead if the error is
     * not retryable or was the last that it may have. If the owner wanted it stopped, it is stopped.
     */
    JobState fail(Claim claim, JobError error);

    /**
     * Gives the job back with no attempt consumed, at a shutdown or because the owner wants it stopped: it becomes
     * ready, paused or cancelled, as wished.
     */
    JobState release(Claim claim);

    /**
     * Makes sure that the job is still held, and stays so until the caller's transaction ends. For results that are
     * published elsewhere in the same database: guard, publish and commit, quickly, as heartbeats wait for it.
     */
    void guard(Claim claim);

    /** Upserts items. One that is done stays as it is. The last write for a key wins within a call. */
    void putItems(Claim claim, Collection<ItemWrite> items);

    /** The keys of items that are done. */
    Set<String> doneItems(Claim claim);

    /**
     * Takes jobs away from workers whose lease has run out: a crash is counted, and the job becomes ready, or dead after
     * too many, or what its owner wished. Also catches up on jobs whose dependencies ended while their worker crashed.
     * Any number of workers may call it at any time.
     *
     * @return how many leases had run out
     */
    int reap();
}
