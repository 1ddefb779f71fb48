package io.opadpo.gateway.pipelines;

import io.opadpo.jobs.JobState;
import java.util.Collection;

/** Where a pipeline stands, as its jobs do. */
public enum PipelineState {
    /** No stage has begun. */
    WAITING,
    /** Some stage has begun. */
    RUNNING,
    /** A stage is paused. */
    PAUSED,
    /** All stages have succeeded. */
    SUCCEEDED,
    /** A stage was cancelled; requeue its job to go on. */
    CANCELLED,
    /** A stage is dead; requeue its job to go on. */
    FAILED;

    static PipelineState of(Collection<JobState> stages) {
        if (stages.contains(JobState.DEAD)) {
            return FAILED;
        }
        if (stages.contains(JobState.CANCELLED)) {
            return CANCELLED;
        }
        if (stages.contains(JobState.PAUSED)) {
            return PAUSED;
        }
        if (stages.stream().allMatch(state -> state == JobState.SUCCEEDED)) {
            return SUCCEEDED;
        }
        boolean begun = stages.contains(JobState.RUNNING) || stages.contains(JobState.SUCCEEDED);
        return begun ? RUNNING : WAITING;
    }
}
