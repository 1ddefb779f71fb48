package io.opadpo.feedback;

import io.opadpo.feedback.FeedbackProperties.Endpoint;
import io.opadpo.feedback.judge.Judge;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The endpoints that can correct. */
@Component
final class Judges {
    private final Map<String, Endpoint> endpoints;
    private final FeedbackClients clients;

    Judges(FeedbackProperties properties, FeedbackClients clients) {
        this.endpoints = Map.copyOf(properties.endpoints());
        this.clients = clients;
    }

    /**
     * A judge, if there is one.
     *
     * @param name of the endpoint; null for the one with the most weight, the first by name of several
     */
    Optional<Judge> find(@Nullable String name) {
        String chosen = name == null ? heaviest() : name;
        Endpoint endpoint = chosen == null ? null : endpoints.get(chosen);
        return Optional.ofNullable(endpoint)
                .map(it -> new Judge(String.valueOf(chosen), it.model(), it.responseFormat(), clients.endpoint(it)));
    }

    private @Nullable String heaviest() {
        return endpoints.entrySet().stream()
                .min(Comparator.<Map.Entry<String, Endpoint>>comparingDouble(
                                entry -> -entry.getValue().weight())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
