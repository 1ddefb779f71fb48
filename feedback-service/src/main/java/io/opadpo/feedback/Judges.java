package io.opadpo.feedback;

import io.opadpo.feedback.judge.EndpointSettings;
import io.opadpo.feedback.judge.Judge;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The configured endpoints. */
@Component
final class Judges {
    private final Map<String, EndpointSettings> endpoints;
    private final FeedbackClients clients;

    Judges(FeedbackProperties properties, FeedbackClients clients) {
        this.endpoints = new TreeMap<>(properties.endpoints());
        this.clients = clients;
    }

    /**
     * Who corrects for a job: the endpoints it names; or else those of one model, as a score means nothing without its
     * judge. That is the model of the endpoint with the most weight, the first by name of several. Empty if there are none.
     */
    List<Judge> of(FeedbackRequest request) {
        if (!request.endpoints().isEmpty()) {
            List<String> names = request.endpoints();
            return endpoints.keySet().containsAll(names)
                    ? names.stream().distinct().map(this::judge).toList()
                    : List.of();
        }
        Optional<EndpointSettings> heaviest =
                endpoints.values().stream().max(Comparator.comparingDouble(EndpointSettings::weight));
        return endpoints.entrySet().stream()
                .filter(entry -> heaviest.filter(
                                it -> it.model().equals(entry.getValue().model()))
                        .isPresent())
                .filter(entry -> entry.getValue().weight() > 0 || endpoints.size() == 1)
                .map(entry -> judge(entry.getKey()))
                .toList();
    }

    /** One by its configured name. */
    Optional<Judge> find(String name) {
        return endpoints.containsKey(name) ? Optional.of(judge(name)) : Optional.empty();
    }

    private Judge judge(String name) {
        EndpointSettings settings = endpoints.get(name);
        if (settings == null) {
            throw new IllegalArgumentException("No endpoint " + name);
        }
        return new Judge(name, settings, clients.endpoint(settings));
    }
}
