package io.opadpo.service.security;

import io.opadpo.service.error.ApiException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;

/**
 * The API keys of all owners. A secret has 256 random bits, so a plain SHA-256 of it is as good as the secret is, and
 * looking it up by that hash tells an attacker nothing.
 */
@Transactional
public class ApiKeys {
    private final ApiKeyRepository repository;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(ApiKeyRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Makes a key. */
    public ApiKey.Created create(String name, String owner, Set<Scope> scopes, @Nullable Instant expires) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = "opk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return new ApiKey.Created(insert(name, owner, secret, scopes, expires), secret);
    }

    /** All keys, the newest first, those that no longer work too. */
    @Transactional(readOnly = true)
    public List<ApiKey> list() {
        return repository.findAllByOrderByCreatedDescIdDesc().stream()
                .map(ApiKeyEntity::toApiKey)
                .toList();
    }

    /** Ends a key at once. */
    public ApiKey revoke(UUID id) {
        ApiKeyEntity key = get(id);
        key.revoke(clock.instant());
        return key.toApiKey();
    }

    /** Makes a key like this one, which works for {@code grace} longer at most. */
    public ApiKey.Created rotate(UUID id, Duration grace) {
        ApiKeyEntity old = get(id);
        if (!old.worksAt(clock.instant())) {
            throw ApiException.conflict("Key " + id + " works no more, so it cannot be rotated");
        }
        ApiKey like = old.toApiKey();
        old.expireBy(clock.instant().plus(grace));
        return create(like.name(), like.owner(), like.scopes(), like.expires());
    }

    /** Makes the key with this secret, unless it is known. */
    void ensure(String name, String owner, String secret, Set<Scope> scopes) {
        if (repository.findBySha256(Sha256.of(secret)).isEmpty()) {
            insert(name, owner, secret, scopes, null);
        }
    }

    /** Whoever has this secret, if it works now. */
    @Transactional(readOnly = true)
    Optional<Caller> caller(byte[] sha256) {
        return repository
                .findBySha256(sha256)
                .filter(key -> key.worksAt(clock.instant()))
                .map(ApiKeyEntity::toCaller);
    }

    private ApiKey insert(String name, String owner, String secret, Set<Scope> scopes, @Nullable Instant expires) {
        // As exact as the database keeps it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ApiKeyEntity key = new ApiKeyEntity(UUID.randomUUID(), name, owner, Sha256.of(secret), scopes, now, expires);
        return repository.saveAndFlush(key).toApiKey();
    }

    private ApiKeyEntity get(UUID id) {
        return repository.findById(id).orElseThrow(() -> ApiException.notFound("key " + id));
    }
}
