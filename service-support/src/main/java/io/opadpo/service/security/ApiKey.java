package io.opadpo.service.security;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key, without its secret, of which only a hash is kept.
 *
 * @param id its identity
 * @param name what its users call it
 * @param owner the tenant whose things it opens
 * @param scopes what it may do
 * @param created when it was made
 * @param expires when it stops working, or null
 * @param revoked when it was revoked, or null
 */
@Schema(description = "An API key, without its secret")
public record ApiKey(
        UUID id,
        String name,
        String owner,
        Set<Scope> scopes,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked) {
    /**
     * A key just made.
     *
     * @param key the key
     * @param secret what goes into {@code Authorization: Bearer …}; nobody can tell it again
     */
    @Schema(description = "A new API key with its secret, which is shown this once")
    public record Created(ApiKey key, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Created[key=" + key + "]";
        }
    }
}
