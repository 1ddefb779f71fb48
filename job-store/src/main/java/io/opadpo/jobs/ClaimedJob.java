package io.opadpo.jobs;

import org.jspecify.annotations.Nullable;

/**
 * A job just claimed.
 *
 * @param claim the right to work on it
 * @param job as it stands, {@link JobState#RUNNING}
 * @param traceparent W3C trace context under which it was submitted, or null
 */
public record ClaimedJob(Claim claim, Job job, @Nullable String traceparent) {}
