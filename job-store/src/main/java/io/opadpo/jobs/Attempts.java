package io.opadpo.jobs;

/**
 * How often a job was tried in vain. A shutdown or a pause counts as neither.
 *
 * @param errors runs that ended in an error
 * @param crashes runs whose worker vanished, so that the lease ran out
 * @param max the job is dead once it has had this many errors
 */
public record Attempts(int errors, int crashes, int max) {}
