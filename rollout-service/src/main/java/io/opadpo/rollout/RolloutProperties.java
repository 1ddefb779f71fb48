package io.opadpo.rollout;

import io.opadpo.chat.Retries;
import io.opadpo.chat.work.LoopSettings;
import jakarta.validation.Valid;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How rollouts are made.
 *
 * @param endpoint who answers
 * @param retries how long to go on asking an endpoint, or the dataset-service, that may come back
 * @param loop how items are worked through
 * @param imageMemory images kept in memory. Less fetches images again that several items share
 */
@Validated
@ConfigurationProperties("opadpo.rollout")
record RolloutProperties(
        @DefaultValue @Valid Endpoint endpoint,
        @DefaultValue @Valid Retries retries,
        @DefaultValue @Valid LoopSettings loop,
        @DefaultValue("128MB") DataSize imageMemory) {

    /**
     * An OpenAI-compatible server.
     *
     * @param baseUrl with or without {@code /v1}; null for the platform's own trainer-service, which is called with the
     *     platform's own key. No other server ever gets to see that one
     * @param apiKey sent as a bearer token to {@code baseUrl}; null for none
     * @param adapters folder that its servers share with us and look for adapters in, as vLLM's filesystem resolver does;
     *     null if adapters are its own affair
     * @param leadingSpace whether its answers begin with the space that parts them from the prompt, as vLLM's do; taken off
     * @param timeout longest wait for one answer. An endpoint that queues requests needs longer
     */
    record Endpoint(
            @Nullable URI baseUrl,
            @Nullable String apiKey,
            @Nullable Path adapters,
            @DefaultValue("true") boolean leadingSpace,
            @DefaultValue("10m") @DurationMin(millis = 1) Duration timeout) {
        /** What is empty, as an empty environment variable gives it, is not there. */
        Endpoint {
            baseUrl = baseUrl == null || baseUrl.toString().isBlank() ? null : baseUrl;
            adapters = adapters == null || adapters.toString().isBlank() ? null : adapters;
            if (adapters != null && baseUrl == null) {
                throw new IllegalArgumentException(
                        "opadpo.rollout.endpoint.adapters is for another endpoint than the trainer-service, and there is no"
                                + " opadpo.rollout.endpoint.base-url");
            }
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "Endpoint[" + (baseUrl == null ? "trainer-service" : baseUrl) + "]";
        }
    }
}
