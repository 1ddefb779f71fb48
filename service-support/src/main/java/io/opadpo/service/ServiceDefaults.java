package io.opadpo.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/**
 * Settings that all services share, below everything else that sets properties. Those of the profile {@code prod} come
 * before the rest of them.
 */
class ServiceDefaults implements EnvironmentPostProcessor, Ordered {
    /** Where spans are to go: Spring Boot's names, the older one too, and OpenTelemetry's, which it makes its own. */
    private static final List<String> TRACE_ENDPOINTS = List.of(
            "management.opentelemetry.tracing.export.otlp.endpoint",
            "management.otlp.tracing.endpoint",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "OTEL_EXPORTER_OTLP_ENDPOINT");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.acceptsProfiles(Profiles.of("prod"))) {
            environment.getPropertySources().addLast(read("service-defaults-prod.properties"));
        }
        if (TRACE_ENDPOINTS.stream().noneMatch(environment::containsProperty)) {
            environment.getPropertySources().addLast(read("service-defaults-untraced.properties"));
        }
        environment.getPropertySources().addLast(read("service-defaults.properties"));
        if (environment.getProperty(MigrateOnly.PROPERTY, Boolean.class, false)) {
            // Above the service's own port, which nobody is to call.
            environment.getPropertySources().addFirst(read("service-migrate-only.properties"));
        }
    }

    private static ResourcePropertySource read(String file) {
        try {
            return new ResourcePropertySource(file, new ClassPathResource(file, ServiceDefaults.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After the configuration files, which may activate profiles. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
