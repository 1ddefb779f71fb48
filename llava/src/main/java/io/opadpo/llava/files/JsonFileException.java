package io.opadpo.llava.files;

import io.opadpo.llava.LlavaException;
import org.jspecify.annotations.Nullable;

/** A JSON file is absent, unreadable, too large or not the object it should be. */
public final class JsonFileException extends LlavaException {

    JsonFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
