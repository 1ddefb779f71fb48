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
 * @param problem why it failed as a whole, if it did
 */
public record Batch(
        String id,
        String status,
        @Nullable String outputFile,
        @Nullable String errorFile,
        @Nullable String problem) {
    private static final Set<String> FINAL = Set.of("completed", "failed", "expired", "cancelled");

    static Batch of(JsonNode json) {
        String id = json.path("id").asString("");
        String status = json.path("status").asString("");
        if (id.isEmpty() || status.isEmpty()) {
            throw new CallException(CallFailure.MALFORMED_RESPONSE, "The response is no batch", null);
        }
        return new Batch(
                id,
                status,
                text(json.path("output_file_id")),
                text(json.path("error_file_id")),
                text(json.path("errors").path("data").path(0).path("message")));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() && !node.stringValue().isEmpty() ? node.stringValue() : null;
    }

    /** Whether nothing more will come. */
    public boolean ended() {
        return FINAL.contains(status);
    }

    /** Whether it was refused as a whole, and nothing was charged. */
    public boolean failed() {
        return status.equals("failed");
    }
}
