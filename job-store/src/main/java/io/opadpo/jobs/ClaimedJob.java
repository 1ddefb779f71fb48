package io.opadpo.jobs;

/**
 * A job just claimed.
 *
 * @param claim the right to work on it
 * @param job as it stands, {@link JobState#RUNNING}
 */
public record ClaimedJob(Claim claim, Job job) {}
