package io.opadpo.dataset.intake;

import io.opadpo.jobs.Job;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Prompt sets")
class PromptImportController {

    private final JobSubmissions submissions;

    PromptImportController(JobSubmissions submissions) {
        this.submissions = submissions;
    }

    @Operation(
            summary = "Make prompt sets of files",
            description = "Submits a job of kind `prompt-import`. The files are Parquet, JSON lines or Arrow, in a"
                    + " folder of the server, uploaded, in a bucket or on a hub. Rows that cannot be used are the job's"
                    + " failed items, each with file, row and reason; the result names the sets and their proportions.")
    @ApiResponse(responseCode = "201", description = "Submitted", useReturnTypeSchema = true)
    @PostMapping("/v1/prompt-sets/import")
    ResponseEntity<Job> submit(Caller caller, IdempotencyKey key, @Valid @RequestBody PromptImportRequest request) {
        request.source().check();
        return submissions.submit(caller, key, PromptImportJob.KIND, request);
    }
}
