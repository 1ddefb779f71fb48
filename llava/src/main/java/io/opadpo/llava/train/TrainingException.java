package io.opadpo.llava.train;

import io.opadpo.llava.LlavaException;

/** A training that cannot go on, with the samples or files at fault. */
public final class TrainingException extends LlavaException {

    TrainingException(String message) {
        super(message);
    }

    TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
