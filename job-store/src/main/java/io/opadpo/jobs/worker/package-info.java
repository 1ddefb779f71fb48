/**
 * Runs jobs: a service declares a {@link io.opadpo.jobs.worker.JobHandler} bean for each kind it can do, and the worker
 * claims, keeps leases, stops and reports.
 */
@NullMarked
package io.opadpo.jobs.worker;

import org.jspecify.annotations.NullMarked;
