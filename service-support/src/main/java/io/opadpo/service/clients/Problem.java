package io.opadpo.service.clients;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** What matters of another service's problem. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Problem(@Nullable String code, @Nullable String detail) {
    static final Problem UNREADABLE = new Problem(null, null);

    @Override
    public String code() {
        return code == null ? "bad_gateway" : code;
    }

    @Override
    public String detail() {
        return detail == null ? "an answer without an explanation" : detail;
    }
}
