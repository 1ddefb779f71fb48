package io.opadpo.service.error;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. The message is for the client: no secrets, no class names. */
public class ApiException extends RuntimeException {
    private static final int USERS_TOLD = 20;

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

    /**
     * It cannot be deleted, because something else needs it.
     *
     * @param what names it, as in {@code dataset 4711}
     * @param users what needs it, as in {@code job 42}; not empty
     */
    public static ApiException inUse(String what, Collection<String> users) {
        String some = users.stream().limit(USERS_TOLD).collect(Collectors.joining(", "));
        int more = users.size() - USERS_TOLD;
        return conflict("Still in use: " + what + ", by " + some + (more > 0 ? " and " + more + " more" : ""));
    }

    public ErrorCode code() {
        return code;
    }

    /** The fields at fault, if fields are. */
    public List<FieldError> errors() {
        return errors;
    }
}
