/**
 * Jobs in PostgreSQL: what a job is, and the two ways to it.
 *
 * <p>{@link io.opadpo.jobs.JobStore} is for those who want work done: submit, look, steer. {@link
 * io.opadpo.jobs.JobLeases} is for those who do it: claim, keep the lease, report. A service normally needs the first
 * only, and hands its work to the runtime in {@code io.opadpo.jobs.worker}.
 *
 * <p>Execution is at least once, effects are effectively once: outputs are keyed by (job, item) and upserted, and
 * everything a worker writes carries the fence of its claim.
 */
@NullMarked
package io.opadpo.jobs;

import org.jspecify.annotations.NullMarked;
