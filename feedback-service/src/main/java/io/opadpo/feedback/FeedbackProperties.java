package io.opadpo.feedback;

import io.opadpo.chat.Retries;
import io.opadpo.chat.work.LoopSettings;
import io.opadpo.feedback.judge.ResponseFormat;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How answers are corrected.
 *
 * @param endpoints who may correct, by a name of the operator's. With none, no job can be started
 * @param prompt version of what they are told
 * @param retries how long to go on asking an endpoint, or another service, that may come back
 * @param loop how items are worked through
 * @param imageMemory images kept in memory. Less fetches images again that several answers share
 */
@Validated
@ConfigurationProperties("opadpo.feedback")
record FeedbackProperties(
        @DefaultValue Map<String, @Valid Endpoint> endpoints,
        @DefaultValue("v1") String prompt,
        @DefaultValue @Valid Retries retries,
        @DefaultValue @Valid LoopSettings loop,
        @DefaultValue("128MB") DataSize imageMemory) {

    /**
     * An OpenAI-compatible server that sees images.
     *
     * @param baseUrl with or without {@code /v1}
     * @param apiKey sent as a bearer token; null for none
     * @param model which of its models
     * @param weight the endpoint with the most is the one for jobs that name none
     * @param responseFormat what the server can be held to. A schema spares replies that are no report, where supported
     * @param timeout longest wait for one reply. An endpoint that queues requests needs longer
     */
    record Endpoint(
            @NotNull URI baseUrl,
            @Nullable String apiKey,
            @NotBlank String model,
            @DefaultValue("1") @PositiveOrZero double weight,
            @DefaultValue("none") ResponseFormat responseFormat,
            @DefaultValue("5m") @DurationMin(millis = 1) Duration timeout) {
        /** Without the key. */
        @Override
        public String toString() {
            return "Endpoint[" + baseUrl + ", " + model + "]";
        }
    }
}
