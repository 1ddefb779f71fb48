package io.opadpo.quickstart;

import io.opadpo.lab.corrector.StandInCorrector;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who corrects answers.
 *
 * @param name of the endpoint, as reports tell it
 * @param uri OpenAI-compatible, without {@code /v1}
 * @param model that is asked there
 * @param key of the endpoint; null if it wants none
 */
record CorrectorEndpoint(
        String name, URI uri, String model, @Nullable String key) {

    /** The stand-in that runs at this address. */
    static CorrectorEndpoint standIn(URI uri) {
        return new CorrectorEndpoint(StandInCorrector.NAME, uri, StandInCorrector.NAME, null);
    }

    /** What the feedback-service is told. */
    Map<String, String> properties() {
        String endpoint = "opadpo.feedback.endpoints." + name;
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(endpoint + ".base-url", uri.toString());
        properties.put(endpoint + ".model", model);
        if (key != null) {
            properties.put(endpoint + ".api-key", key);
        }
        return properties;
    }
}
