package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatClient;
import io.opadpo.chat.ChatMessage;
import io.opadpo.chat.ChatRequest;
import java.util.List;

/**
 * An endpoint that corrects.
 *
 * @param endpoint its configured name
 * @param settings how it is configured
 * @param client asks it once
 */
public record Judge(String endpoint, EndpointSettings settings, ChatClient client) {
    private static final double TEMPERATURE = 0;
    private static final double TOP_P = 0.95;

    /** The request for a report; the client puts it into the endpoint's dialect. */
    public ChatRequest request(Question question, List<ChatMessage> messages) {
        return new ChatRequest(
                settings.model(),
                messages,
                TEMPERATURE,
                TOP_P,
                null,
                question.maxTokens(),
                null,
                settings.responseFormat().request(question.schema()));
    }
}
