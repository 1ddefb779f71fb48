package io.opadpo.jobs.worker;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a run ended well.
 *
 * @param result what the job shows as its result, or null
 */
public record JobOutcome(@Nullable JsonNode result) {
    /** Done, with nothing to show. */
    public static JobOutcome done() {
        return new JobOutcome(null);
    }

    /** Done, with this result. */
    public static JobOutcome of(JsonNode result) {
        return new JobOutcome(result);
    }
}
