/**
 * The job store in PostgreSQL, the only writer of its tables.
 *
 * <p>Reads go through Spring Data JPA: entities are immutable and are detached at once, so a caller's transaction never
 * sees what it read before instead of what is there. Writes are single native statements, each of which checks, changes,
 * records the event and notifies: what is true about a job is decided by the database at the moment of the write, which
 * an entity loaded earlier cannot know. No transaction is open between two calls unless the caller opened it.
 *
 * <p>Two rules keep writers from waiting for each other in circles. A statement that locks several jobs locks them in the
 * order of their ids, or skips what is locked. And dependents are told after the change itself is committed, in a
 * transaction of their own; should the process die in between, {@link io.opadpo.jobs.JobLeases#reap} catches up.
 */
@NullMarked
package io.opadpo.jobs.postgres;

import org.jspecify.annotations.NullMarked;
