package io.opadpo.llava.weights;

import io.opadpo.llava.LlavaException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A checkpoint is absent, damaged, hostile, or not the model its configuration describes. */
public final class WeightsException extends LlavaException {

    WeightsException(String message) {
        super(message);
    }

    WeightsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same error with the file it was found in. */
    static WeightsException in(Path file, Throwable cause) {
        String what = cause instanceof WeightsException ? cause.getMessage() : cause.toString();
        return new WeightsException(file + ": " + what, cause);
    }
}
