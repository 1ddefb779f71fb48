package io.opadpo.gateway.pipelines;

import io.opadpo.gateway.pipelines.PipelineView.StageView;
import io.opadpo.jobs.JobCursor;
import io.opadpo.jobs.JobFilter;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStateException;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.Idempotency;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Pipelines of all owners. */
@Service
public class Pipelines {
    private final PipelineRepository repository;
    private final JobStore jobs;
    private final JobRemoval removal;
    private final TransactionOperations transaction;
    private final BenchmarkCheck benchmarks;
    private final Idempotency idempotency;
    private final JsonMapper json;
    private final Clock clock;

    Pipelines(
            PipelineRepository repository,
            JobStore jobs,
            JobRemoval removal,
            TransactionOperations transaction,
            BenchmarkCheck benchmarks,
            Idempotency idempotency,
            JsonMapper json,
            Clock clock) {
        this.repository = repository;
        this.jobs = jobs;
        this.removal = removal;
        this.transaction = transaction;
        this.benchmarks = benchmarks;
        this.idempotency = idempotency;
        this.json = json;
        this.clock = clock;
    }

    /** Submits all six jobs, or none. */
    PipelineView submit(Caller caller, IdempotencyKey key, PipelineRequest request) {
        // Before the transaction, which is not to wait for another service.
        request.feedback().check();
        benchmarks.check(caller, request.evaluation());
        String owner = caller.owner();
        UUID id = idempotency.once(
                owner,
                key,
                "pipelines",
                request,
                UUID.class,
                made -> repository.findByIdAndOwner(made, owner).isPresent(),
                () -> create(caller, request));
        return get(caller, id);
    }

    private UUID create(Caller caller, PipelineRequest request) {
        UUID id = UUID.randomUUID();
        repository.save(new PipelineEntity(
                id,
                caller.owner(),
                request.name(),
                json.writeValueAsString(request),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
        jobs.submitAll(new PipelinePlan(request, id, caller.owner(), json::valueToTree).jobs());
        return id;
    }

    /**
     * A pipeline as it stands.
     *
     * @throws ApiException if this caller has no such pipeline
     */
    public PipelineView get(Caller caller, UUID id) {
        return view(caller, find(caller, id), timeLeft(caller));
    }

    /** The newest first. */
    PageView<PipelineView> list(Caller caller, Paging paging) {
        Limit oneMore = Limit.of(paging.size() + 1);
        JobCursor after = paging.after(JobCursor::parse);
        List<PipelineEntity> pipelines = after == null
                ? repository.findByOwnerOrderByCreatedDescIdDesc(caller.owner(), oneMore)
                : repository.findAfter(caller.owner(), after.created(), after.id(), oneMore);
        TimeLeft timeLeft = timeLeft(caller);
        return PageView.of(pipelines, paging.size(), last -> new JobCursor(last.created(), last.id()))
                .map(pipeline -> view(caller, pipeline, timeLeft));
    }

    /** Cancels what has not ended, the last stage first, so that none is blocked on the way. */
    PipelineView cancel(Caller caller, UUID id) {
        PipelineView before = get(caller, id);
        if (before.state() == PipelineState.SUCCEEDED) {
            throw new ApiException(ErrorCode.JOB_STATE, "Pipeline " + id + " has succeeded: no cancel now");
        }
        List<StageView> stages = new ArrayList<>(before.stages());
        Collections.reverse(stages);
        for (StageView stage : stages) {
            if (!stage.state().isFinal()) {
                cancel(caller, stage);
            }
        }
        return get(caller, id);
    }

    /**
     * Deletes a pipeline that has ended with all its jobs, or nothing. What they have made stays. Stages that are blocked by
     * one that failed are cancelled.
     *
     * @throws JobStateException if a stage has neither ended nor is blocked
     * @throws io.opadpo.jobs.JobInUseException if another job needs one of its jobs
     */
    void delete(Caller caller, UUID id) {
        PipelineView pipeline = get(caller, id);
        transaction.executeWithoutResult(status -> {
            pipeline.stages().stream()
                    .filter(stage -> stage.state() == JobState.BLOCKED)
                    .forEach(stage -> cancel(caller, stage));
            removal.remove(
                    caller.asOwner(),
                    pipeline.stages().stream().map(StageView::job).toList());
            repository.deleteById(id);
        });
    }

    private void cancel(Caller caller, StageView stage) {
        try {
            jobs.cancel(caller.asOwner(), stage.job());
        } catch (JobStateException e) {
            // It ended a moment ago, and that is how it stays.
        }
    }

    private PipelineEntity find(Caller caller, UUID id) {
        return repository
                .findByIdAndOwner(id, caller.owner())
                .orElseThrow(() -> ApiException.notFound("pipeline " + id));
    }

    private PipelineView view(Caller caller, PipelineEntity pipeline, TimeLeft timeLeft) {
        List<StageView> stages =
                jobs
                        .list(caller.asOwner(), JobFilter.pipeline(pipeline.id()), null, Stage.values().length)
                        .items()
                        .stream()
                        .map(StageView::of)
                        .sorted(Comparator.comparing(StageView::stage))
                        .toList();
        List<JobState> states = stages.stream().map(StageView::state).toList();
        PipelineState state = PipelineState.of(states);
        return new PipelineView(
                pipeline.id(),
                pipeline.name(),
                state,
                stages.stream().mapToDouble(StageView::share).average().orElse(0),
                timeLeft.of(state, stages),
                pipeline.created(),
                json.readTree(pipeline.request()),
                "/v1/pipelines/" + pipeline.id() + "/report",
                stages);
    }

    private TimeLeft timeLeft(Caller caller) {
        return new TimeLeft(jobs, caller.asOwner(), clock);
    }
}
