package io.opadpo.feedback;

import io.opadpo.feedback.calls.Costs;
import io.opadpo.feedback.calls.JobCosts;
import io.opadpo.jobs.Job;
import io.opadpo.service.jobs.JobAccess;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Feedback", description = "Corrections of answers by a stronger model")
class FeedbackController {
    private final JobSubmissions submissions;
    private final JobAccess access;
    private final RequestChecks checks;
    private final Estimates estimates;
    private final JobCosts costs;

    FeedbackController(
            JobSubmissions submissions, JobAccess access, RequestChecks checks, Estimates estimates, JobCosts costs) {
        this.submissions = submissions;
        this.access = access;
        this.checks = checks;
        this.estimates = estimates;
        this.costs = costs;
    }

    @PostMapping("/v1/feedback")
    @Operation(
            summary = "Have a rollout corrected",
            description = "Makes a job of kind `feedback`, which starts once the rollout has succeeded. Each answer is"
                    + " paid for once, however often the job is paused, killed or requeued.")
    ResponseEntity<Job> start(Caller caller, IdempotencyKey key, @Valid @RequestBody FeedbackRequest request) {
        checks.judges(caller, request);
        return submissions.submit(
                submissions.newJob(caller, key, FeedbackHandler.KIND, request).needing(request.rolloutJob()));
    }

    @PostMapping("/v1/feedback/estimate")
    @Operation(
            summary = "What correcting a rollout would cost",
            description =
                    "Takes the same body and starts nothing. Calls, tokens and dollars go by the rollout's answers"
                            + " by now, the configured prices, and the replies that are there already.")
    Estimate estimate(Caller caller, @Valid @RequestBody FeedbackRequest request) {
        return estimates.of(caller.owner(), request, checks.judges(caller, request));
    }

    @GetMapping("/v1/feedback/{job}/cost")
    @Operation(summary = "What a job has cost by now")
    Costs cost(Caller caller, @PathVariable UUID job) {
        if (access.get(caller, job).state().isFinal()) {
            // No run closes what the last one dropped.
            costs.settle(job);
        }
        return costs.of(job);
    }

    @PutMapping("/v1/feedback/{job}/budget")
    @Operation(
            summary = "Set what a job may cost",
            description = "A job that was paused for its budget goes on once it is resumed.")
    Costs budget(Caller caller, @PathVariable UUID job, @Valid @RequestBody Budget budget) {
        checks.budget(access.get(caller, job), budget.budget());
        costs.budget(job, budget.budget());
        return costs.of(job);
    }
}
