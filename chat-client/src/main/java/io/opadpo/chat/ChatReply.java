package io.opadpo.chat;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answered.
 *
 * @param content the text; empty if there is none
 * @param finishReason why it ends, such as {@code stop} or {@code length}; null if not said
 * @param refusal the model's own words for not answering, where the endpoint keeps them apart
 * @param model what answered, by the endpoint's own words; often more exact than what was asked for
 * @param systemFingerprint the exact version of what answered, if the endpoint tells
 * @param usage what it cost; null if the endpoint does not say
 */
public record ChatReply(
        String content,
        @Nullable String finishReason,
        @Nullable String refusal,
        @Nullable String model,
        @Nullable String systemFingerprint,
        @Nullable Usage usage) {

    /** The same with another text. */
    ChatReply withContent(String text) {
        return new ChatReply(text, finishReason, refusal, model, systemFingerprint, usage);
    }

    /** Whether the answer was cut off at its longest length. */
    public boolean truncated() {
        return "length".equals(finishReason);
    }

    /** Whether the endpoint's filter cut it. */
    public boolean filtered() {
        return "content_filter".equals(finishReason);
    }
}
