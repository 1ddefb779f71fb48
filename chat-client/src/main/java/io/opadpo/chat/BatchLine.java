package io.opadpo.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of one request of a batch.
 *
 * @param customId which
 * @param reply the answer; null if there is none
 * @param problem why there is none, by the endpoint's words, if it says so
 */
public record BatchLine(
        String customId,
        @Nullable ChatReply reply,
        @Nullable String problem) {
    private static final int OK = 200;

    /** A line of an input file. */
    public static String request(String customId, ChatEndpoint endpoint, ChatRequest request) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("custom_id", customId).put("method", "POST").put("url", "/v1/chat/completions");
        line.set("body", JsonMapper.shared().valueToTree(endpoint.shape(request)));
        return line.toString();
    }

    /**
     * A line of an output or an error file.
     *
     * @throws CallException if it is none
     */
    public static BatchLine read(String line) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            throw new CallException(CallFailure.MALFORMED_RESPONSE, "A line of the batch is not JSON", e);
        }
        JsonNode response = json.path("response");
        JsonNode body = response.path("body");
        String id = json.path("custom_id").asString("");
        boolean answered = response.path("status_code").asInt(0) == OK
                && body.path("choices").path(0).path("message").isObject();
        return answered
                ? new BatchLine(id, ChatReplyReader.read(body), null)
                : new BatchLine(id, null, problem(json.path("error"), body.path("error")));
    }

    /** Of the line's own error and that of its response, whichever is there. */
    private static @Nullable String problem(JsonNode... errors) {
        for (JsonNode error : errors) {
            String text = error.path("message").asString(error.path("code").asString(""));
            if (!text.isBlank()) {
                return HttpFailures.abridged(text);
            }
        }
        return null;
    }
}
