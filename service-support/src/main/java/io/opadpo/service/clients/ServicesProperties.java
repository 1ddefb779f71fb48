package io.opadpo.service.clients;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param services address of each, by name; those not given are on this machine at their usual ports
 * @param clients how they are called
 */
@ConfigurationProperties("opadpo")
public record ServicesProperties(
        @DefaultValue Map<String, URI> services,
        @DefaultValue Clients clients) {
    private static final Map<String, URI> USUAL = Map.of(
            "rollout", URI.create("http://localhost:8081"),
            "feedback", URI.create("http://localhost:8082"),
            "dataset", URI.create("http://localhost:8083"),
            "trainer", URI.create("http://localhost:8084"));

    public ServicesProperties {
        Map<String, URI> all = new HashMap<>(USUAL);
        all.putAll(services);
        services = Map.copyOf(all);
    }

    /** Where this service is. */
    public URI address(String service) {
        URI address = services.get(service);
        if (address == null) {
            throw new IllegalArgumentException("opadpo.services." + service + " is not set");
        }
        return address;
    }

    /**
     * How services are called.
     *
     * @param timeout longest wait for an answer, or for the next bytes of a stream
     * @param retries how often a GET is tried again that could not be answered, with growing rests from 200 ms
     */
    public record Clients(
            @DefaultValue("60s") Duration timeout,
            @DefaultValue("3") int retries) {}
}
