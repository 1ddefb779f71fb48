package io.opadpo.service.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** All routes of a running service: those of its controllers, of the actuator, and of its description. */
public final class Routes {
    private static final Set<String> OPEN = Set.of(
            "/",
            "/livez",
            "/readyz",
            "/actuator/health",
            "/actuator/health/**",
            "/v3/api-docs",
            "/v3/api-docs.yaml",
            "/v3/api-docs/swagger-config",
            "/swagger-ui.html");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final TestService service;
    private final Set<String> routes = new TreeSet<>();

    private Routes(TestService service) {
        this.service = service;
        service.context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .forEach(this::add);
        service.anonymous()
                .get("/v3/api-docs")
                .json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(
                                method -> routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    }

    private void add(RequestMappingInfo mapping) {
        for (String pattern : mapping.getPatternValues()) {
            Set<?> methods = mapping.getMethodsCondition().getMethods();
            for (Object method : methods.isEmpty() ? METHODS : methods) {
                routes.add(method + " " + pattern);
            }
        }
    }

    /**
     * Asserts that each route but those open to all answers 401 without a key, and 403 to a key that has all scopes but the
     * one it needs: {@code admin} for keys and operations, {@code read} to look, {@code write} for everything else.
     *
     * @return the routes that need a key, such as {@code GET /v1/jobs/{id}}
     */
    public static Set<String> needKeys(TestService service) {
        Routes all = new Routes(service);
        Set<String> closed = new TreeSet<>(all.routes);
        closed.removeIf(route -> {
            String[] parts = route.split(" ", 2);
            return OPEN.contains(parts[1]) && parts[0].equals("GET");
        });
        for (Scope needed : EnumSet.of(Scope.READ, Scope.WRITE, Scope.ADMIN)) {
            Set<Scope> others = EnumSet.of(Scope.READ, Scope.WRITE, Scope.ADMIN);
            others.remove(needed);
            Api other = service.as("routes", others);
            closed.stream().filter(route -> neededBy(route) == needed).forEach(route -> {
                assertThat(all.status(service.anonymous(), route))
                        .as(route + " without a key")
                        .isEqualTo(401);
                assertThat(all.status(other, route))
                        .as(route + " without " + needed)
                        .isEqualTo(403);
            });
        }
        return closed;
    }

    private static Scope neededBy(String route) {
        if (route.contains(" /v1/admin") || route.contains(" /v1/keys")) {
            return Scope.ADMIN;
        }
        return route.startsWith("GET ") || route.startsWith("HEAD ") || route.startsWith("OPTIONS ")
                ? Scope.READ
                : Scope.WRITE;
    }

    private int status(Api api, String route) {
        String[] parts = route.split(" ", 2);
        String path = parts[1].replaceAll("\\{[^}]*}", "00000000-0000-0000-0000-000000000001")
                .replace("**", "x");
        return api.send(parts[0], path, BodyPublishers.noBody(), null).status();
    }
}
