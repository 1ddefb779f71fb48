package io.opadpo.trainer.job;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobException;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What earlier jobs of the same owner have made, for jobs that name their input by the job that makes it. */
@Component
public final class JobResults {

    private final JobStore jobs;

    JobResults(JobStore jobs) {
        this.jobs = jobs;
    }

    /**
     * A field of a job's result, as text.
     *
     * @throws JobException not retryable, if the job has not succeeded, or its result has no such field
     */
    public String of(String owner, UUID job, String field) throws JobException {
        Job found = jobs.find(Owner.of(owner), job).orElseThrow(() -> missing(job, "There is no job " + job));
        JsonNode result = found.result();
        if (found.state() != JobState.SUCCEEDED || result == null) {
            throw missing(job, "Job " + job + " is " + found.state() + " and has no result to go on with");
        }
        if (!result.path(field).isString()) {
            throw missing(job, "Job " + job + ", a " + found.kind() + " job, has made no " + field.replace('_', ' '));
        }
        return result.path(field).stringValue();
    }

    private static JobException missing(UUID job, String message) {
        return new JobException(new JobError("INPUT_MISSING", message, false, job.toString()), null);
    }
}
