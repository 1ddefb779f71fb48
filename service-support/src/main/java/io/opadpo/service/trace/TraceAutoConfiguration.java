package io.opadpo.service.trace;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationPredicate;
import io.opadpo.jobs.worker.RunLog;
import io.opadpo.service.web.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;

/**
 * Spring Boot traces requests and calls, the job store submissions and runs. Where {@code
 * management.opentelemetry.tracing.export.otlp.endpoint} or OpenTelemetry's own variables name a collector, spans are sent
 * there.
 */
@AutoConfiguration
public class TraceAutoConfiguration {
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");

    /** What the log says of a request or a run follows the calls it makes, as the span does by itself. */
    TraceAutoConfiguration() {
        String[] keys = Stream.concat(Stream.of(RunLog.KEYS), Stream.of(RequestId.MDC_KEY))
                .toArray(String[]::new);
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor(keys));
    }

    /** Probes and scrapes come all day and tell nothing. */
    @Bean
    ObservationPredicate exceptProbes() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request) || !isProbe(request);
    }

    private static boolean isProbe(ServerRequestObservationContext request) {
        HttpServletRequest carrier = request.getCarrier();
        String path = carrier == null ? "" : carrier.getRequestURI();
        return PROBES.contains(path) || path.startsWith("/actuator/");
    }

    /** Spring Boot takes it for every {@code WebClient.Builder}. */
    @Bean
    ClientRequestObservationConvention callsWithoutSecrets() {
        return new CallsWithoutSecrets();
    }

    /** Runs are counted by {@code opadpo.jobs.run}, with all its ends from the start; their spans are not counted again. */
    @Bean
    MeterFilter withoutSpansOfJobs() {
        return MeterFilter.deny(id ->
                id.getName().startsWith("opadpo.jobs.attempt") || id.getName().startsWith("opadpo.jobs.submit"));
    }
}
