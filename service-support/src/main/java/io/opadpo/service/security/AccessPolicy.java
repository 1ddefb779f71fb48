package io.opadpo.service.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which scope a request needs. Paths are parsed as those of controllers are, so the two never disagree. */
final class AccessPolicy {
    private static final List<PathPattern> OPEN = Stream.of(
                    "/",
                    "/actuator/health/**",
                    "/livez",
                    "/readyz",
                    "/v3/api-docs/**",
                    "/v3/api-docs.yaml",
                    "/swagger-ui/**",
                    "/swagger-ui.html")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();
    private static final List<PathPattern> ADMIN = Stream.of("/v1/keys/**", "/v1/admin/**")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private AccessPolicy() {}

    /** The scope, or nothing where no key is needed. */
    static Optional<Scope> needed(HttpServletRequest request) {
        PathContainer path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
        boolean reads = READS.contains(request.getMethod());
        if (reads && OPEN.stream().anyMatch(pattern -> pattern.matches(path))) {
            return Optional.empty();
        }
        if (ADMIN.stream().anyMatch(pattern -> pattern.matches(path))) {
            return Optional.of(Scope.ADMIN);
        }
        return Optional.of(reads ? Scope.READ : Scope.WRITE);
    }
}
