package io.opadpo.llava.cli;

import io.opadpo.llava.LlavaException;
import org.jspecify.annotations.Nullable;

/** A file or folder given on the command line cannot be used. The message names it, with the line where there is one. */
final class InputException extends LlavaException {

    InputException(String message) {
        super(message);
    }

    InputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
