package io.opadpo.service.security;

import io.opadpo.jobs.Owner;
import java.util.Set;

/**
 * Who calls. A controller's method takes it as an argument; every query it makes has the owner in it.
 *
 * @param owner the tenant
 * @param scopes what it may do
 */
public record Caller(String owner, Set<Scope> scopes) {
    /** Names of owners; they become parts of blob keys. */
    public static final String OWNER_PATTERN = "[a-z0-9][a-z0-9_-]{0,62}";

    static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** The owner as the job store wants it. */
    public Owner asOwner() {
        return Owner.of(owner);
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }
}
