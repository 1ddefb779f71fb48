package io.opadpo.service.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a caller may do. */
public enum Scope {
    /** See what is the owner's. */
    @JsonProperty("read")
    READ,
    /** Create, change and delete what is the owner's; generate text. */
    @JsonProperty("write")
    WRITE,
    /** Manage the API keys of all owners, and what runs for all of them. */
    @JsonProperty("admin")
    ADMIN,
    /** A service of the platform, for whatever owner it names. No key in the table has it. */
    @JsonProperty("internal")
    INTERNAL;

    /** As clients and the table write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Scope of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
