package io.opadpo.llava.config;

import io.opadpo.llava.LlavaException;
import org.jspecify.annotations.Nullable;

/** A model folder's configuration is incomplete, contradictory, or describes a model this library does not run. */
public final class ConfigException extends LlavaException {

    ConfigException(String message) {
        super(message);
    }

    ConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
