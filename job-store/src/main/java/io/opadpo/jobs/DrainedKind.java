package io.opadpo.jobs;

import java.time.Instant;

/**
 * A kind of job that nobody starts.
 *
 * @param kind which
 * @param handBack whether jobs that run are given back
 * @param since when it began
 * @param running jobs that are still in a worker's hands
 * @param ready jobs that wait for it to end
 */
public record DrainedKind(String kind, boolean handBack, Instant since, long running, long ready) {}
