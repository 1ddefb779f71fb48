package io.opadpo.gateway.pipelines;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.Progress;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pipeline as it stands.
 *
 * @param id its identity
 * @param name what it is called
 * @param state where it stands
 * @param progress share that is done, each stage counting the same, 0 to 1
 * @param eta time left: what running stages say, and for the others what the owner's last such stage took; null if unknown
 * @param created when it was asked for
 * @param request what was asked for, with the defaults filled in
 * @param report where its report is, as a page
 * @param stages in the order in which they run
 */
@Schema(name = "Pipeline")
public record PipelineView(
        UUID id,
        String name,
        PipelineState state,
        double progress,
        @Nullable Duration eta,
        Instant created,
        JsonNode request,
        String report,
        List<StageView> stages) {
    /**
     * A stage as it stands.
     *
     * @param stage which
     * @param job its job, with events, items and operations under {@code /v1/jobs}
     * @param state where the job stands
     * @param progress how far it is, or null
     * @param eta time left by the worker's estimate, or null
     * @param error its last failure, or the stage it lost, or null
     * @param result what came out, or null
     * @param started first begun, or null
     * @param finished ended, or null
     */
    @Schema(name = "PipelineStage")
    public record StageView(
            Stage stage,
            UUID job,
            JobState state,
            @Nullable Progress progress,
            @Nullable Duration eta,
            @Nullable JobError error,
            @Nullable JsonNode result,
            @Nullable Instant started,
            @Nullable Instant finished) {
        static StageView of(Job job) {
            Progress progress = job.progress();
            return new StageView(
                    Stage.ofKind(job.kind()),
                    job.id(),
                    job.state(),
                    progress,
                    progress == null || job.state() != JobState.RUNNING ? null : progress.eta(),
                    job.error(),
                    job.result(),
                    job.timeline().started(),
                    job.timeline().finished());
        }

        /** Share that is done. */
        double share() {
            if (state == JobState.SUCCEEDED) {
                return 1;
            }
            Long total = progress == null ? null : progress.total();
            return progress == null || total == null || total == 0 ? 0 : Math.min(1, (double) progress.done() / total);
        }
    }
}
