package io.opadpo.gateway.routes;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.setPath;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;

import io.opadpo.service.clients.ServicesProperties;
import io.opadpo.service.error.ErrorCode;
import io.opadpo.service.error.Problems;
import java.io.IOException;
import java.net.http.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Sends requests to the services as they came, key and all: each service checks it again. */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {
    private static final Logger log = LoggerFactory.getLogger(RoutesConfiguration.class);

    @Bean
    RouterFunction<ServerResponse> serviceRoutes(ServicesProperties services) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (Destination destination : Destination.values()) {
            routes.add(route(destination, services));
            routes.add(description(destination, services));
        }
        return routes.build();
    }

    private static RouterFunction<ServerResponse> route(Destination destination, ServicesProperties services) {
        RequestPredicate any = destination.prefixes().stream()
                .map(prefix -> RequestPredicates.path(prefix + "/**"))
                .reduce(RequestPredicate::or)
                .orElseThrow();
        return GatewayRouterFunctions.route(destination.service())
                .route(any, HandlerFunctions.http())
                .before(uri(services.address(destination.service())))
                .onError(RoutesConfiguration::unreachable, (e, request) -> unavailable(destination, e))
                .build();
    }

    /** The service's description, as a group of the one Swagger UI. */
    private static RouterFunction<ServerResponse> description(Destination destination, ServicesProperties services) {
        return GatewayRouterFunctions.route(destination.service() + "-description")
                .GET("/v3/api-docs/" + destination.service(), HandlerFunctions.http())
                .before(setPath("/v3/api-docs"))
                .before(uri(services.address(destination.service())))
                .onError(RoutesConfiguration::unreachable, (e, request) -> unavailable(destination, e))
                .build();
    }

    private static boolean unreachable(Throwable e) {
        return e instanceof ResourceAccessException || e instanceof IOException;
    }

    private static ServerResponse unavailable(Destination destination, Throwable e) {
        log.warn("The {} service cannot be reached: {}", destination.service(), e.toString());
        return ServerResponse.status(ErrorCode.UNAVAILABLE.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(Problems.of(
                        ErrorCode.UNAVAILABLE, "The " + destination.service() + " service cannot be reached now"));
    }

    /** HTTP/1.1 without an offer to upgrade, which plain servers stumble over. */
    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> http11() {
        return builder -> builder.withHttpClientCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1));
    }
}
