package io.opadpo.llava.prompt;

import io.opadpo.llava.LlavaException;

/** A prompt that the model cannot take. */
public class PromptException extends LlavaException {

    public PromptException(String message) {
        super(message);
    }
}
