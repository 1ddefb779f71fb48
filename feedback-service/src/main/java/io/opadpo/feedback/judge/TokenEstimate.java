package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** How many tokens a prompt has, before its judge has counted them. */
public final class TokenEstimate {
    /** English has four bytes to a token; where characters have three, a character is a token. */
    private static final int LIKELY_BYTES = 4;

    private static final int FEWEST_BYTES = 3;

    private TokenEstimate() {}

    /** More than there will be, in all but odd texts. The messages hold no image, only its name. */
    public static long most(List<ChatMessage> messages, int imageTokens) {
        return bytes(messages) / FEWEST_BYTES + imageTokens;
    }

    /** About as many as there will be. */
    public static long likely(List<ChatMessage> messages, int imageTokens) {
        return bytes(messages) / LIKELY_BYTES + imageTokens;
    }

    /** Of a text. */
    public static long likely(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length / LIKELY_BYTES + 1;
    }

    private static long bytes(List<ChatMessage> messages) {
        return JsonMapper.shared().writeValueAsBytes(messages).length;
    }
}
