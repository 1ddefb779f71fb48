package io.opadpo.llava.generate;

import io.opadpo.llava.LlavaException;

/** An answer that cannot be continued. */
public final class GenerationException extends LlavaException {

    GenerationException(String message) {
        super(message);
    }
}
