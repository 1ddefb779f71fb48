package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatMessage;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * What a judge is asked.
 *
 * @param item the answer it is about
 * @param image SHA-256 of the image in it
 * @param messages the conversation, once the image's URL is known
 * @param schema of the report
 * @param maxTokens longest reply
 */
public record Question(
        String item, String image, Function<String, List<ChatMessage>> messages, JsonNode schema, int maxTokens) {}
