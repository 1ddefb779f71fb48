package io.opadpo.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads chat completions as servers write them: what is missing or null is left out, what is unknown ignored. */
final class ChatReplyReader {
    private static final int REPLACEMENT = 0xFFFD;

    private ChatReplyReader() {}

    static ChatReply read(HttpReply reply) {
        return read(reply.json());
    }

    static ChatReply read(JsonNode root) {
        JsonNode choice = root.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw new CallException(CallFailure.MALFORMED_RESPONSE, "The response has no message", null);
        }
        return new ChatReply(
                content(message.path("content")),
                text(choice.path("finish_reason")),
                text(message.path("refusal")),
                text(root.path("model")),
                text(root.path("system_fingerprint")),
                usage(root.path("usage")));
    }

    /** A text, or the texts of several parts. */
    private static String content(JsonNode content) {
        if (!content.isArray()) {
            return storable(content.asString(""));
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asString("")));
        return storable(text.toString());
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() && !node.stringValue().isBlank() ? storable(node.stringValue()) : null;
    }

    /** Without what no database takes for text: null characters and halves of surrogate pairs. */
    static String storable(String text) {
        return text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Null unless both counts are there: a server that does not count is not one that asks nothing. */
    private static @Nullable Usage usage(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        return isCount(prompt) && isCount(completion) ? new Usage(prompt.longValue(), completion.longValue()) : null;
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
    }
}
