package io.opadpo.service.error;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** What went wrong, for programs. Codes are stable: clients switch on them. */
public enum ErrorCode {
    /** A parameter or field is missing, unknown or out of range; {@code errors} names it. */
    VALIDATION(HttpStatus.BAD_REQUEST, false),
    /** The body is no JSON. */
    UNREADABLE(HttpStatus.BAD_REQUEST, false),
    /** No API key, or one that is unknown, expired or revoked. */
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, false),
    /** The API key lacks the scope. */
    FORBIDDEN(HttpStatus.FORBIDDEN, false),
    /** No such thing, or one of another owner. */
    NOT_FOUND(HttpStatus.NOT_FOUND, false),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, false),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, false),
    /** It exists already, or stands where this makes no sense. */
    CONFLICT(HttpStatus.CONFLICT, false),
    /** The job's state does not allow the operation. */
    JOB_STATE(HttpStatus.CONFLICT, false),
    /** The idempotency key came before with another request. */
    IDEMPOTENCY_CONFLICT(HttpStatus.CONFLICT, false),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, false),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, false),
    /** Understood, but what it refers to cannot be used for it. */
    UNPROCESSABLE(HttpStatus.UNPROCESSABLE_CONTENT, false),
    /** Too many requests with this key, or too many open streams. */
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, true),
    /** Our fault; the log has the details under the request id. */
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, false),
    /** Another service answered something we cannot use. */
    BAD_GATEWAY(HttpStatus.BAD_GATEWAY, true),
    /** The database or another service cannot be reached now. */
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, true);

    private final HttpStatus status;
    private final boolean retryable;

    ErrorCode(HttpStatus status, boolean retryable) {
        this.status = status;
        this.retryable = retryable;
    }

    /** The HTTP status it is answered with. */
    public HttpStatus status() {
        return status;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** The code as clients see it, such as {@code not_found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The problem's type, such as {@code urn:opadpo:error:not_found}. */
    public URI type() {
        return URI.create("urn:opadpo:error:" + code());
    }

    /** The code that a bare status stands for. */
    static ErrorCode of(HttpStatusCode status) {
        for (ErrorCode code : values()) {
            if (code.status.value() == status.value()) {
                return code;
            }
        }
        return status.is4xxClientError() ? VALIDATION : INTERNAL;
    }
}
