package io.opadpo.trainer.chat;

import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's clients read of an error.
 *
 * @param message for people
 * @param type kind of error
 * @param param the field at fault, or {@code null}
 * @param code for programs, or {@code null}
 */
record OpenAiError(
        String message,
        String type,
        @Nullable String param,
        @Nullable String code) {

    /** An error as it is sent. */
    record Body(OpenAiError error) {}

    static OpenAiError invalid(String message, @Nullable String param, @Nullable String code) {
        return new OpenAiError(message, "invalid_request_error", param, code);
    }

    static OpenAiError server(String message, @Nullable String code) {
        return new OpenAiError(message, "server_error", null, code);
    }

    Body body() {
        return new Body(this);
    }
}
