package io.opadpo.service.jobs;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** How a POST becomes a job: parameters as JSON in the platform's spelling, under the idempotency key. */
public class JobSubmissions {
    private final JobStore jobs;
    private final JsonMapper json;

    JobSubmissions(JobStore jobs, JsonMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    /**
     * Submits a job of the caller's to run at once, and answers 201 with its address. The same key with the same
     * parameters answers with the job it made before; with others it is a conflict.
     *
     * @param parameters a validated record; the handler reads the same one from {@code job.parameters()}
     */
    public ResponseEntity<Job> submit(Caller caller, IdempotencyKey key, String kind, Object parameters) {
        return submit(newJob(caller, key, kind, parameters));
    }

    /** The job that {@link #submit(Caller, IdempotencyKey, String, Object)} submits, for those who add to it first. */
    public NewJob newJob(Caller caller, IdempotencyKey key, String kind, Object parameters) {
        NewJob job = NewJob.of(kind, caller.owner(), json.valueToTree(parameters));
        return key.value() == null ? job : job.withIdempotencyKey(key.value());
    }

    /** Submits a job and answers 201 with its address. */
    public ResponseEntity<Job> submit(NewJob newJob) {
        Job job = jobs.submit(newJob);
        return ResponseEntity.created(URI.create("/v1/jobs/" + job.id())).body(job);
    }
}
