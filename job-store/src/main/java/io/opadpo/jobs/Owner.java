package io.opadpo.jobs;

import org.jspecify.annotations.Nullable;

/**
 * The tenant on whose behalf a call is made. It is part of every query a user can cause: another tenant's job is
 * {@linkplain JobNotFoundException not found}, not forbidden.
 *
 * @param name the tenant, or null for {@link #ANY}
 */
public record Owner(@Nullable String name) {
    /** Every tenant: for operators and for the platform's own work, never for a user's request. */
    public static final Owner ANY = new Owner(null);

    /** The tenant of this name. */
    public static Owner of(String name) {
        return new Owner(name);
    }
}
