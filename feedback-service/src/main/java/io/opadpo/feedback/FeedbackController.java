package io.opadpo.feedback;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.jobs.JobAccess;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Feedback", description = "Corrections of answers by a stronger model")
class FeedbackController {
    private static final String ROLLOUT = "rollout";

    private final JobSubmissions submissions;
    private final JobAccess access;
    private final JobStore store;
    private final Judges judges;

    FeedbackController(JobSubmissions submissions, JobAccess access, JobStore store, Judges judges) {
        this.submissions = submissions;
        this.access = access;
        this.store = store;
        this.judges = judges;
    }

    @PostMapping("/v1/feedback")
    @Operation(
            summary = "Have a rollout corrected",
            description = "Makes a job of kind `feedback`, which starts once the rollout has succeeded. Each answer is"
                    + " paid for once, however often the job is paused, killed or requeued.")
    ResponseEntity<Job> start(Caller caller, IdempotencyKey key, @Valid @RequestBody FeedbackRequest request) {
        if (judges.find(request.judge()).isEmpty()) {
            throw ApiException.invalid("judge", "no such endpoint is configured");
        }
        if (store.find(caller.asOwner(), request.rolloutJob())
                .filter(job -> job.kind().equals(ROLLOUT))
                .isEmpty()) {
            throw ApiException.invalid("rollout_job", "there is no such rollout");
        }
        return submissions.submit(
                submissions.newJob(caller, key, FeedbackHandler.KIND, request).needing(request.rolloutJob()));
    }

    @GetMapping("/v1/feedback/{job}/corrections")
    @Operation(
            summary = "A job's corrections",
            description = "Those there are by now, by id; failed ones with the error and, if there was one, the reply.")
    PageView<CorrectionView> corrections(
            Caller caller,
            @PathVariable UUID job,
            @Parameter(description = "Only corrections in this state") @RequestParam(required = false) @Nullable
                    ItemState state,
            @ParameterObject @Valid Paging paging) {
        access.get(caller, job);
        return PageView.of(store.items(caller.asOwner(), job, state, paging.after(), paging.size()))
                .map(CorrectionView::of);
    }
}
