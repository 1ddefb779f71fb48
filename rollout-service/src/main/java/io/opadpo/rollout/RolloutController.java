package io.opadpo.rollout;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.jobs.JobAccess;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "Rollouts", description = "Sampled answers of a policy to sets of prompts")
class RolloutController {
    private final JobSubmissions submissions;
    private final JobAccess access;
    private final JobStore store;

    RolloutController(JobSubmissions submissions, JobAccess access, JobStore store) {
        this.submissions = submissions;
        this.access = access;
        this.store = store;
    }

    @PostMapping("/v1/rollouts")
    @Operation(
            summary = "Start a rollout",
            description = "Makes a job of kind `rollout`, which asks the model about every prompt of a set."
                    + " What it has answered by the time it is paused, cancelled or killed stays answered.")
    ResponseEntity<Job> start(Caller caller, IdempotencyKey key, @Valid @RequestBody RolloutRequest request) {
        return submissions.submit(caller, key, RolloutHandler.KIND, request);
    }

    @GetMapping("/v1/rollouts/{job}/answers")
    @Operation(
            summary = "A rollout's answers",
            description =
                    "Those there are by now, by id. Prompts that could not be answered are among the job's items.")
    PageView<Answer> answers(Caller caller, @PathVariable UUID job, @ParameterObject @Valid Paging paging) {
        access.get(caller, job);
        return PageView.of(store.items(caller.asOwner(), job, ItemState.DONE, paging.after(), paging.size()))
                .map(item -> JsonMapper.shared().treeToValue(item.output(), Answer.class));
    }
}
