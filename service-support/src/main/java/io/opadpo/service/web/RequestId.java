package io.opadpo.service.web;

import java.util.Optional;
import org.slf4j.MDC;

/** The id of the request that the current thread serves. */
public final class RequestId {
    /** The header that carries it. */
    public static final String HEADER = "X-Request-Id";

    /** The name under which the log has it. */
    public static final String MDC_KEY = "request_id";

    private RequestId() {}

    /** The id, if the thread serves a request. */
    public static Optional<String> current() {
        return Optional.ofNullable(MDC.get(MDC_KEY));
    }
}
