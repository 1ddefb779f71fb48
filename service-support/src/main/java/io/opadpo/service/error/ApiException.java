package io.opadpo.service.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. The message is for the client: no secrets, no class names. */
public class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final List<FieldError> errors;

    public ApiException(ErrorCode code, String message) {
        this(code, message, List.of(), null);
    }

    public ApiException(ErrorCode code, String message, List<FieldError> errors, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /** A field or parameter that cannot be. */
    public static ApiException invalid(String field, String message) {
        return new ApiException(
                ErrorCode.VALIDATION, field + ": " + message, List.of(new FieldError(field, message)), null);
    }

    /** No such thing of this owner; {@code what} names it, as in {@code dataset 4711}. */
    public static ApiException notFound(String what) {
        return new ApiException(ErrorCode.NOT_FOUND, "No " + what);
    }

    /** It exists already, or stands where the request makes no sense. */
    public static ApiException conflict(String message) {
        return new ApiException(ErrorCode.CONFLICT, message);
    }

    public ErrorCode code() {
        return code;
    }

    /** The fields at fault, if fields are. */
    public List<FieldError> errors() {
        return errors;
    }
}
