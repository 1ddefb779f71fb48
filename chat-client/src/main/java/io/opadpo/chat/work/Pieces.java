package io.opadpo.chat.work;

import io.opadpo.jobs.worker.JobException;
import org.jspecify.annotations.Nullable;

/** Where the items of a job come from, read as they are needed. */
@FunctionalInterface
public interface Pieces {
    /**
     * The next item, or null after the last.
     *
     * @throws JobException if they cannot be read
     */
    @Nullable
    Piece next() throws JobException, InterruptedException;
}
