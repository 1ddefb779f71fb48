package io.opadpo.service.web;

import io.opadpo.service.error.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * What came as {@value #HEADER}. A controller's method that takes one reads the header, and its description names it.
 *
 * @param value 1 to {@value #MAX_LENGTH} printable ASCII characters, or null if none was sent
 */
public record IdempotencyKey(@Nullable String value) {
    /** The header. */
    public static final String HEADER = "Idempotency-Key";

    public static final int MAX_LENGTH = 200;

    public IdempotencyKey {
        if (value != null && !value.matches("[!-~]{1," + MAX_LENGTH + "}")) {
            throw ApiException.invalid(HEADER, "not 1 to " + MAX_LENGTH + " printable ASCII characters without spaces");
        }
    }
}
