package io.opadpo.trainer.benchmark;

import org.jspecify.annotations.Nullable;

/** A benchmark's files that are missing or cannot be used. The message names them without their folder. */
public final class BenchmarkException extends RuntimeException {

    public BenchmarkException(String message) {
        this(message, null);
    }

    public BenchmarkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
