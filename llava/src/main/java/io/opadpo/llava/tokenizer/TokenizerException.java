package io.opadpo.llava.tokenizer;

import io.opadpo.llava.LlavaException;
import org.jspecify.annotations.Nullable;

/** A tokenizer file that cannot be used, or a text that cannot be tokenised. The message names the file. */
public class TokenizerException extends LlavaException {

    public TokenizerException(String message) {
        super(message);
    }

    public TokenizerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
