package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatEndpoint;
import io.opadpo.chat.ChatEndpoint.Kind;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A server that sees images, as the operator configures it.
 *
 * @param kind {@code openai}, {@code azure}, or {@code compatible} for any other that speaks like OpenAI's
 * @param baseUrl with or without {@code /v1}; of Azure the resource's address
 * @param apiKey for this endpoint alone; null for none
 * @param model which of its models; pin a dated one, as a score means nothing without its judge. Endpoints of one model
 *     share its work
 * @param deployment Azure's name for the model
 * @param apiVersion Azure's version of the API
 * @param reasoning whether the model thinks first, and so takes no temperature
 * @param reportedModel what replies must say of their model; null accepts any
 * @param weight its share of the work among endpoints of one model, and the most makes a model the default
 * @param responseFormat what the server can be held to. A schema spares replies that are no report, where supported
 * @param price what it charges
 * @param limits what may be asked of it
 * @param timeout longest wait for one reply. An endpoint that queues requests needs longer
 */
public record EndpointSettings(
        @DefaultValue("compatible") Kind kind,
        @NotNull URI baseUrl,
        @Nullable String apiKey,
        @NotBlank String model,
        @Nullable String deployment,
        @Nullable String apiVersion,
        @DefaultValue("false") boolean reasoning,
        @Nullable String reportedModel,
        @DefaultValue("1") @PositiveOrZero double weight,
        @DefaultValue("none") ResponseFormat responseFormat,
        @DefaultValue @Valid Price price,
        @DefaultValue @Valid Limits limits,
        @DefaultValue("5m") @DurationMin(millis = 1) Duration timeout) {

    @AssertTrue(message = "an endpoint of kind azure needs a deployment and an api-version")
    boolean isComplete() {
        return kind != Kind.AZURE || (deployment != null && apiVersion != null);
    }

    /** Where it is and how it wants to be asked. */
    public ChatEndpoint endpoint() {
        return new ChatEndpoint(kind, baseUrl, apiKey, deployment, apiVersion, reasoning);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Endpoint[" + baseUrl + ", " + model + "]";
    }
}
