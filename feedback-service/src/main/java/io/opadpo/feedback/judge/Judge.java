package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatClient;

/**
 * An endpoint that corrects.
 *
 * @param endpoint its configured name
 * @param model which of its models
 * @param responseFormat what it can be held to
 * @param client asks it
 */
public record Judge(String endpoint, String model, ResponseFormat responseFormat, ChatClient client) {}
