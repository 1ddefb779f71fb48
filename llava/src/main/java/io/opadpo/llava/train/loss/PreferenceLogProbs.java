package io.opadpo.llava.train.loss;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A preference sample as the loss sees it.
 *
 * @param id name of the sample, for errors
 * @param responses its answers, at least {@link OpaDpoOptions#responses()}; others are ignored. A masked answer has the
 *     tokens of its clean one
 */
public record PreferenceLogProbs(String id, Map<PreferenceResponse, ResponseLogProbs> responses) {

    public PreferenceLogProbs {
        Map<PreferenceResponse, ResponseLogProbs> copy = new EnumMap<>(PreferenceResponse.class);
        copy.putAll(responses);
        responses = Collections.unmodifiableMap(copy);
        responses.forEach((response, logProbs) -> {
            ResponseLogProbs clean = copy.get(response.clean());
            if (clean == null || clean.length() != logProbs.length()) {
                throw new IllegalArgumentException(
                        "sample " + id + ": " + response + " has other tokens than " + response.clean());
            }
        });
    }

    /**
     * An answer.
     *
     * @throws IllegalArgumentException if the sample lacks it
     */
    ResponseLogProbs get(PreferenceResponse response) {
        ResponseLogProbs logProbs = responses.get(response);
        if (logProbs == null) {
            throw new IllegalArgumentException("sample " + id + " lacks " + response);
        }
        return logProbs;
    }
}
