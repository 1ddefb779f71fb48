package io.opadpo.jobs;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened to a job.
 *
 * @param seq grows within a job in the order of commits, so a reader that remembers the last one misses none
 * @param job to which it happened
 * @param at when, by the database's clock
 * @param type the operation ({@code submit, claim, progress, complete, fail, release, reap, cancel, pause, resume,
 *     requeue, settle}) or a handler's own word
 * @param data for operations {@code state, wish, attempts, crashes} and, where they apply, {@code worker, error,
 *     progress}; else what the handler gave
 */
public record JobEvent(long seq, UUID job, Instant at, String type, JsonNode data) {}
