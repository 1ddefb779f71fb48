package io.opadpo.chat;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answered.
 *
 * @param content the text; empty if there is none
 * @param finishReason why it ends, such as {@code stop} or {@code length}; null if not said
 * @param refusal the model's own words for not answering, where the endpoint keeps them apart
 * @param systemFingerprint the exact version of what answered, if the endpoint tells
 * @param usage what it cost
 */
public record ChatReply(
        String content,
        @Nullable String finishReason,
        @Nullable String refusal,
        @Nullable String systemFingerprint,
        Usage usage) {

    /** Whether the answer was cut off at its longest length. */
    public boolean truncated() {
        return "length".equals(finishReason);
    }

    /** Whether the endpoint's filter cut it. */
    public boolean filtered() {
        return "content_filter".equals(finishReason);
    }
}
