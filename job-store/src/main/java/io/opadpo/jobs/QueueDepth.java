package io.opadpo.jobs;

import java.time.Duration;

/**
 * What waits and runs of one kind.
 *
 * @param ready jobs that a worker could take now
 * @param running jobs in a worker's hands
 * @param oldest how long the first of those that are ready has been so; zero if there is none
 * @param drained whether nobody starts jobs of this kind for now ({@link JobDrains})
 */
public record QueueDepth(String kind, long ready, long running, Duration oldest, boolean drained) {}
