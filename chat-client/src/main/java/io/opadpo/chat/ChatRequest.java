package io.opadpo.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One question to a chat-completions endpoint. What is null is not sent, and the endpoint's default applies.
 *
 * @param model which of the endpoint's models
 * @param messages the conversation so far
 * @param temperature 0 for the likeliest token
 * @param topP nucleus of the distribution to sample from
 * @param topK how many tokens to sample from; no part of OpenAI's API, but vLLM, SGLang and the trainer know it
 * @param maxTokens longest answer
 * @param seed makes sampling repeatable where the endpoint supports it
 * @param responseFormat what the answer must look like, as OpenAI writes it
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatRequest(
        String model,
        List<ChatMessage> messages,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Integer maxTokens,
        @Nullable Long seed,
        @Nullable JsonNode responseFormat) {
    public ChatRequest {
        messages = List.copyOf(messages);
    }
}
