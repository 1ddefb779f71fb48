package io.opadpo.jobs.worker;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.Progress;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One run of a job, as its handler sees it. May be used from several threads. */
public interface JobRun {
    /** The job, as it stood when it was claimed. */
    Job job();

    /** The right to write for the job: for {@link io.opadpo.jobs.JobLeases#guard} around what is published elsewhere. */
    Claim claim();

    /**
     * The job's parameters as a type of the handler's; {@code upTo} is read from {@code up_to}.
     *
     * @throws JobException not retryable, code {@code INVALID_PARAMETERS}, if they do not fit
     */
    <T> T parameters(Class<T> type) throws JobException;

    /** Says how far the job is. Cheap: what comes faster than the configured interval is written with the next. */
    void progress(Progress progress);

    /** {@link #progress(Progress)} with counts only. */
    default void progress(long done, long total, String unit) {
        progress(Progress.of(done, total, unit));
    }

    /** Adds an event to the job's list, under a word of the handler's. */
    void event(String type, JsonNode data);

    /** The job's work items. */
    JobItems items();

    /** Why the run is to stop, or empty while it is to go on. Costs nothing to ask. */
    Optional<StopReason> stopReason();

    /** Whether the run is to stop. */
    default boolean stopRequested() {
        return stopReason().isPresent();
    }

    /** Throws {@link StopRun} if the run is to stop. Call it where nothing would be lost. */
    default void checkpoint() {
        stopReason().ifPresent(reason -> {
            throw new StopRun(reason);
        });
    }
}
