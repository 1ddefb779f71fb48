package io.opadpo.trainer.chat;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Ends a request with an error in OpenAI's shape. */
final class OpenAiException extends RuntimeException {

    private final HttpStatus status;
    private final OpenAiError error;

    OpenAiException(HttpStatus status, OpenAiError error, @Nullable Throwable cause) {
        super(error.message(), cause);
        this.status = status;
        this.error = error;
    }

    /** The request has a field that cannot be. */
    static OpenAiException invalid(String param, String message) {
        return new OpenAiException(
                HttpStatus.BAD_REQUEST, OpenAiError.invalid(param + ": " + message, param, "invalid_value"), null);
    }

    /** There is no such model for this caller. */
    static OpenAiException noModel(String model) {
        return new OpenAiException(
                HttpStatus.NOT_FOUND,
                OpenAiError.invalid("The model '" + model + "' does not exist", "model", "model_not_found"),
                null);
    }

    HttpStatus status() {
        return status;
    }

    OpenAiError error() {
        return error;
    }
}
