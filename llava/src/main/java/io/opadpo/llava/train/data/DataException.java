package io.opadpo.llava.train.data;

import io.opadpo.llava.LlavaException;
import org.jspecify.annotations.Nullable;

/** Training data that cannot be read or used. */
public class DataException extends LlavaException {

    DataException(String message) {
        super(message);
    }

    DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
