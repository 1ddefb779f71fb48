package io.opadpo.llava.image;

import io.opadpo.llava.LlavaException;
import org.jspecify.annotations.Nullable;

/** An image or a preprocessor's configuration that cannot be used. The message starts with the sample or file. */
public final class ImageException extends LlavaException {

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
