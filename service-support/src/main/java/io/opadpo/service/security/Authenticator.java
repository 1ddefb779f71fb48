package io.opadpo.service.security;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Tells who calls, by the key of the request. */
class Authenticator {
    /** Header with the owner on whose behalf a service calls; it counts with the service key alone. */
    static final String OWNER_HEADER = "X-Opadpo-Owner";

    private static final String BEARER = "Bearer ";
    private static final Set<Scope> OF_SERVICES = EnumSet.of(Scope.READ, Scope.WRITE, Scope.INTERNAL);

    private final ApiKeys keys;
    private final byte @Nullable [] serviceKey;

    Authenticator(ApiKeys keys, @Nullable String serviceKey) {
        this.keys = keys;
        this.serviceKey = serviceKey == null ? null : Sha256.of(serviceKey);
    }

    Caller caller(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new ApiException(ErrorCode.UNAUTHENTICATED, "An API key is needed: Authorization: Bearer <key>");
        }
        byte[] sha256 = Sha256.of(header.substring(BEARER.length()).strip());
        if (serviceKey != null && MessageDigest.isEqual(serviceKey, sha256)) {
            return service(request.getHeader(OWNER_HEADER));
        }
        return keys.caller(sha256)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.UNAUTHENTICATED, "The API key is unknown, has expired or was revoked"));
    }

    private static Caller service(@Nullable String owner) {
        if (owner == null || !owner.matches(Caller.OWNER_PATTERN)) {
            throw ApiException.invalid(OWNER_HEADER, "a service names the owner it calls for");
        }
        return new Caller(owner, OF_SERVICES);
    }
}
