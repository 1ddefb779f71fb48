package io.opadpo.service.jobs;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobCursor;
import io.opadpo.jobs.JobFilter;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.WorkItem;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs: the same in every service. */
@RestController
@RequestMapping("/v1/jobs")
@Tag(name = "Jobs", description = "What runs, ran or waits, and how to steer it. Other owners' jobs do not exist here.")
class JobsController {
    private final JobStore store;
    private final JobAccess access;
    private final JobKinds served;
    private final JobRemoval removal;

    JobsController(JobStore store, JobAccess access, JobKinds served, JobRemoval removal) {
        this.store = store;
        this.access = access;
        this.served = served;
        this.removal = removal;
    }

    @GetMapping
    @Operation(summary = "List jobs, newest first")
    PageView<Job> list(
            Caller caller,
            @Parameter(description = "Of these kinds; all if not given") @RequestParam(name = "kind", defaultValue = "")
                    Set<String> kinds,
            @Parameter(description = "In these states; all if not given")
                    @RequestParam(name = "state", defaultValue = "")
                    Set<JobState> states,
            @Parameter(description = "Of this pipeline") @RequestParam(required = false) @Nullable UUID pipeline,
            @ParameterObject @Valid Paging paging) {
        if (states.contains(null)) {
            // What a blank becomes.
            throw ApiException.invalid("state", "not one of " + List.of(JobState.values()));
        }
        Set<String> within = served.within(kinds);
        if (within.isEmpty() && !kinds.isEmpty()) {
            return new PageView<>(List.of(), null);
        }
        JobFilter filter = new JobFilter(within, states, pipeline);
        return PageView.of(store.list(caller.asOwner(), filter, paging.after(JobCursor::parse), paging.size()));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Get a job")
    Job get(Caller caller, @PathVariable UUID id) {
        return access.get(caller, id);
    }

    @PostMapping("/{id}/cancel")
    @Operation(
            summary = "Cancel a job",
            description = "A running one ends at its next safe point. What is done stays done; `requeue` revives it.")
    Job cancel(Caller caller, @PathVariable UUID id) {
        return store.cancel(caller.asOwner(), access.get(caller, id).id());
    }

    @PostMapping("/{id}/pause")
    @Operation(summary = "Pause a job", description = "A running one stops at its next safe point.")
    Job pause(Caller caller, @PathVariable UUID id) {
        return store.pause(caller.asOwner(), access.get(caller, id).id());
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "Let a paused job go on")
    Job resume(Caller caller, @PathVariable UUID id) {
        return store.resume(caller.asOwner(), access.get(caller, id).id());
    }

    @PostMapping("/{id}/requeue")
    @Operation(
            summary = "Give a dead or cancelled job all its attempts again",
            description = "Items that are done stay done.")
    Job requeue(Caller caller, @PathVariable UUID id) {
        return store.requeue(caller.asOwner(), access.get(caller, id).id());
    }

    @DeleteMapping("/{id}")
    @Operation(
            summary = "Delete a job that has ended",
            description = "With its items and events. What it has made stays. 409 while another job needs it or its"
                    + " pipeline goes on.")
    @ApiResponse(responseCode = "204", description = "Gone")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) {
        removal.remove(caller.asOwner(), Set.of(access.get(caller, id).id()));
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{id}/items")
    @Operation(summary = "List a job's work items, by key")
    PageView<WorkItem> items(
            Caller caller,
            @PathVariable UUID id,
            @Parameter(description = "In this state; all if not given") @RequestParam(required = false) @Nullable
                    ItemState state,
            @ParameterObject @Valid Paging paging) {
        access.get(caller, id);
        return PageView.of(store.items(caller.asOwner(), id, state, paging.after(), paging.size()));
    }
}
