package io.opadpo.llava.train.telemetry;

import io.opadpo.llava.LlavaException;

/** A telemetry file that cannot be read or written. The message starts with the file. */
public final class TelemetryException extends LlavaException {

    TelemetryException(String message, Throwable cause) {
        super(message, cause);
    }
}
