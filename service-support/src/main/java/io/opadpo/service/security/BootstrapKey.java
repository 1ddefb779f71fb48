package io.opadpo.service.security;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DataIntegrityViolationException;

/** Makes the first key, before the first request. */
class BootstrapKey implements InitializingBean {
    static final String OWNER = "default";
    private static final Set<Scope> SCOPES = EnumSet.of(Scope.READ, Scope.WRITE, Scope.ADMIN);

    private final ApiKeys keys;
    private final @Nullable String secret;

    BootstrapKey(ApiKeys keys, @Nullable String secret) {
        this.keys = keys;
        this.secret = secret;
    }

    @Override
    public void afterPropertiesSet() {
        if (secret == null) {
            return;
        }
        try {
            keys.ensure("bootstrap", OWNER, secret, SCOPES);
        } catch (DataIntegrityViolationException e) {
            // Another service that starts at the same time was faster.
        }
    }
}
