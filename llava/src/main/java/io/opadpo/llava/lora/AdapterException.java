package io.opadpo.llava.lora;

import io.opadpo.llava.LlavaException;

/** An adapter that is damaged, of an unsupported kind, or made for another model. */
public final class AdapterException extends LlavaException {

    AdapterException(String message) {
        super(message);
    }
}
