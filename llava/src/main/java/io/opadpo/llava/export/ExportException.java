package io.opadpo.llava.export;

import io.opadpo.llava.LlavaException;

/** A model that cannot be written as Hugging Face lays it out; the message names its folder. */
public final class ExportException extends LlavaException {

    ExportException(String message) {
        super(message);
    }
}
