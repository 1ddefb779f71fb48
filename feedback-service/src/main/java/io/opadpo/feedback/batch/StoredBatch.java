package io.opadpo.feedback.batch;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch as the database has it.
 *
 * @param id ours, by which the endpoint finds it too
 * @param endpoint whose, by its configured name
 * @param inputFile the endpoint's id of its requests, once uploaded
 * @param remote the endpoint's id of the batch, once started
 * @param age how long ago its last step was
 */
record StoredBatch(
        UUID id,
        String endpoint,
        State state,
        @Nullable String inputFile,
        @Nullable String remote,
        Duration age) {
    /** How far it is. */
    enum State {
        NEW,
        UPLOADED,
        RUNNING,
        DONE
    }
}
