package io.opadpo.jobs.worker;

/**
 * Does the jobs of one kind. Called from several threads at once, one per job.
 *
 * <p>A job may be run more than once, and a run may be stopped at any point by the death of its process. So outputs go
 * to {@link JobRun#items}, and what {@linkplain JobItems#done is done} is not done again.
 */
public interface JobHandler {
    /** The kind of job this does. */
    String kind();

    /**
     * Does the job. Long work calls {@link JobRun#checkpoint} often, a few times a second if it can; no database
     * transaction stays open meanwhile.
     *
     * @throws JobException to say what went wrong and whether trying again may help
     * @throws StopRun as {@link JobRun#checkpoint} threw it, to give the job back; let it through
     * @throws Exception anything else counts as an error that may pass
     */
    JobOutcome run(JobRun run) throws Exception;
}
