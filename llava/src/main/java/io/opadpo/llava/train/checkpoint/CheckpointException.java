package io.opadpo.llava.train.checkpoint;

import io.opadpo.llava.LlavaException;
import org.jspecify.annotations.Nullable;

/** A checkpoint that cannot be written, or whose content is not what was asked for. The message starts with its path. */
public final class CheckpointException extends LlavaException {

    CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
