package io.opadpo.llava;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything this library throws on bad input. Its message names the file, tensor key or sample at fault.
 *
 * <p>Programming errors (a closed model, a negative count) stay {@link IllegalArgumentException} and
 * {@link IllegalStateException}.
 */
public class LlavaException extends RuntimeException {

    public LlavaException(String message) {
        super(message);
    }

    public LlavaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
