package io.opadpo.chat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Requests that an endpoint answers within a day.
 *
 * @param id the endpoint's
 * @param status such as {@code in_progress} or {@code completed}
 * @param outputFile of the answers, once there are some; null for none
 * @param errorFile of the requests without an answer; null for none
 * @param problemCode why it failed as a whole, if it did, for programs
 * @param problem the same in words
 */
public record Batch(
        String id,
        String status,
        @Nullable String outputFile,
        @Nullable String errorFile,
        @Nullable String problemCode,
        @Nullable String problem) {
    private static final Set<String> FINAL = Set.of("completed", "failed", "expired", "cancelled");
    private static final String NO_ROOM = "token_limit_exceeded";

    static Batch of(JsonNode json) {
        String id = json.path("id").asString("");
        String status = json.path("status").asString("");
        if (id.isEmpty() || status.isEmpty()) {
            throw new CallException(CallFailure.MALFORMED_RESPONSE, "The response is no batch", null);
        }
        JsonNode problem = json.path("errors").path("data").path(0);
        String message = text(problem.path("message"));
        return new Batch(
                id,
                status,
                text(json.path("output_file_id")),
                text(json.path("error_file_id")),
                text(problem.path("code")),
                message == null ? null : HttpFailures.abridged(message));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() && !node.stringValue().isEmpty() ? node.stringValue() : null;
    }

    /** Whether nothing more will come. */
    public boolean ended() {
        return FINAL.contains(status);
    }

    /** Whether it is being cancelled, which takes a while. */
    public boolean cancelling() {
        return status.equals("cancelling");
    }

    /** Whether it was refused because too much is waiting at the endpoint already. */
    public boolean hadNoRoom() {
        return failed() && NO_ROOM.equals(problemCode);
    }

    /** Whether it was refused as a whole, and nothing was charged. */
    public boolean failed() {
        return status.equals("failed");
    }
}
