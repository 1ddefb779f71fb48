package io.opadpo.dataset.build;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Data sets")
class DatasetSubmission {

    private static final String FEEDBACK = "feedback";

    private final JobStore jobs;
    private final JobSubmissions submissions;

    DatasetSubmission(JobStore jobs, JobSubmissions submissions) {
        this.jobs = jobs;
        this.submissions = submissions;
    }

    @Operation(
            summary = "Make a data set of a feedback job's corrections",
            description =
                    "Submits a job of kind `dataset`, which starts when the feedback job has succeeded. Its result"
                            + " names the data set; each one of the same name gets the next version.")
    @PostMapping("/v1/datasets")
    ResponseEntity<Job> submit(Caller caller, IdempotencyKey key, @Valid @RequestBody DatasetRequest request) {
        boolean found = jobs.find(caller.asOwner(), request.feedbackJob())
                .filter(job -> job.kind().equals(FEEDBACK))
                .isPresent();
        if (!found) {
            throw ApiException.invalid("feedback_job", "no such feedback job");
        }
        return submissions.submit(
                submissions.newJob(caller, key, DatasetJob.KIND, request).needing(request.feedbackJob()));
    }

    @Operation(
            summary = "Make a data set of the published code's results",
            description = "Submits a job of kind `dataset-import`. The files are `step*_rank*.json`, or folders that"
                    + " `save_to_disk` wrote (Arrow), or Parquet with the same columns. Data without original answers"
                    + " and reports serves the OPA stage alone.")
    @PostMapping("/v1/datasets/import")
    ResponseEntity<Job> submitImport(
            Caller caller, IdempotencyKey key, @Valid @RequestBody DatasetImportRequest request) {
        request.source().check();
        return submissions.submit(caller, key, DatasetImportJob.KIND, request);
    }
}
