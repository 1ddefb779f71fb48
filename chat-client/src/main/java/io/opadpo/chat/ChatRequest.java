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
 * @param model which of the endpoint's models; null where the address says it
 * @param messages the conversation so far
 * @param temperature 0 for the likeliest token
 * @param topP nucleus of the distribution to sample from
 * @param topK how many tokens to sample from; no part of OpenAI's API, but vLLM, SGLang and the trainer know it
 * @param maxTokens longest answer
 * @param maxCompletionTokens the same, as OpenAI calls it by now
 * @param seed makes sampling repeatable where the endpoint supports it
 * @param responseFormat what the answer must look like, as OpenAI writes it
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatRequest(
        @Nullable String model,
        List<ChatMessage> messages,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Integer maxTokens,
        @Nullable Integer maxCompletionTokens,
        @Nullable Long seed,
        @Nullable JsonNode responseFormat) {
    public ChatRequest {
        messages = List.copyOf(messages);
    }

    public ChatRequest(
            String model,
            List<ChatMessage> messages,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Integer maxTokens,
            @Nullable Long seed,
            @Nullable JsonNode responseFormat) {
        this(model, messages, temperature, topP, topK, maxTokens, null, seed, responseFormat);
    }

    /** For an address that stands for one model. */
    ChatRequest withoutModel() {
        return new ChatRequest(
                null, messages, temperature, topP, topK, maxTokens, maxCompletionTokens, seed, responseFormat);
    }

    /** With the limit under its newer name. */
    ChatRequest withMaxCompletionTokens() {
        return new ChatRequest(model, messages, temperature, topP, topK, null, maxTokens, seed, responseFormat);
    }

    /** For models that refuse to be told how to sample. */
    ChatRequest withoutSampling() {
        return new ChatRequest(model, messages, null, null, null, maxTokens, maxCompletionTokens, seed, responseFormat);
    }
}
