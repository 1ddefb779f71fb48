package io.opadpo.service.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of {@code api_keys}. */
@Entity
@Table(name = "api_keys")
class ApiKeyEntity {
    @Id
    private UUID id;

    private String name;
    private String owner;
    private byte[] sha256;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(columnDefinition = "text[]")
    private String[] scopes;

    private Instant created;
    private @Nullable Instant expires;
    private @Nullable Instant revoked;

    @NullUnmarked
    protected ApiKeyEntity() {}

    ApiKeyEntity(
            UUID id,
            String name,
            String owner,
            byte[] sha256,
            Set<Scope> scopes,
            Instant created,
            @Nullable Instant expires) {
        this.id = id;
        this.name = name;
        this.owner = owner;
        this.sha256 = sha256;
        this.scopes = scopes.stream().map(Scope::toString).sorted().toArray(String[]::new);
        this.created = created;
        this.expires = expires;
    }

    ApiKey toApiKey() {
        return new ApiKey(id, name, owner, scopes(), created, expires, revoked);
    }

    Caller toCaller() {
        return new Caller(owner, scopes());
    }

    UUID id() {
        return id;
    }

    Set<Scope> scopes() {
        return Arrays.stream(scopes).map(Scope::of).collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }

    boolean worksAt(Instant now) {
        return revoked == null && (expires == null || expires.isAfter(now));
    }

    void revoke(Instant now) {
        if (revoked == null) {
            revoked = now;
        }
    }

    /** Shortens the key's life to end at this time, if it does not end before. */
    void expireBy(Instant time) {
        if (expires == null || expires.isAfter(time)) {
            expires = time;
        }
    }
}
