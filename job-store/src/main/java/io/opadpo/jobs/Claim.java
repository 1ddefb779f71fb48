package io.opadpo.jobs;

import java.util.UUID;

/**
 * The right to write as the worker of a job. It ends when the job finishes, or when the lease ran out and somebody
 * noticed; from then on every write with it ends in {@link LostLeaseException}.
 *
 * @param job the claimed job
 * @param fence grows with every claim of the job
 * @param errors failed runs before this one: the next failure's delay grows with it
 */
public record Claim(UUID job, long fence, int errors) {}
