package io.opadpo.service.security;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Keys that come from the environment, and limits.
 *
 * @param bootstrapKey the first key, which makes others; kept hashed with owner {@code default} and the scopes read,
 *     write and admin. Null makes none: then somebody has to write one into the table. Revoked, it stays so
 * @param serviceKey shared by the services of the platform for calls to each other. Null refuses all such calls. Whoever
 *     has it acts for every owner
 * @param requestsPerSecond most requests of one owner, with whatever keys, to one process, with bursts of ten seconds'
 *     worth; 0 is no limit
 */
@Validated
@ConfigurationProperties("opadpo.security")
public record SecurityProperties(
        @Size(min = 16) @Nullable String bootstrapKey,
        @Size(min = 16) @Nullable String serviceKey,
        @DefaultValue("0") @Min(0) int requestsPerSecond) {
    /** An empty key is none. */
    public SecurityProperties {
        bootstrapKey = bootstrapKey == null || bootstrapKey.isBlank() ? null : bootstrapKey;
        serviceKey = serviceKey == null || serviceKey.isBlank() ? null : serviceKey;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SecurityProperties[requestsPerSecond=" + requestsPerSecond + "]";
    }
}
