package io.opadpo.rollout;

import io.opadpo.chat.ChatClient;
import io.opadpo.chat.PersistentHttp;
import io.opadpo.rollout.RolloutProperties.Endpoint;
import io.opadpo.service.clients.ServiceClients;
import java.net.URI;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** Whom a rollout talks to. */
@Component
final class RolloutClients {
    private static final Duration DATASET_TIMEOUT = Duration.ofSeconds(60);

    private final RolloutProperties properties;
    private final ServiceClients services;
    private final WebClient.Builder builder;

    RolloutClients(RolloutProperties properties, ServiceClients services, WebClient.Builder builder) {
        this.properties = properties;
        this.services = services;
        this.builder = builder;
    }

    /** The dataset-service, as this owner sees it. */
    PersistentHttp datasets(String owner) {
        return new PersistentHttp(services.of("dataset", owner).webClient(), DATASET_TIMEOUT, properties.retries());
    }

    /** The trainer-service, as this owner sees it. */
    PersistentHttp trainer(String owner) {
        return new PersistentHttp(
                services.of("trainer", owner).webClient(), properties.endpoint().timeout(), properties.retries());
    }

    /** Who answers this owner's prompts: the trainer-service, unless another endpoint is configured. */
    ChatClient endpoint(String owner) {
        Endpoint endpoint = properties.endpoint();
        URI baseUrl = endpoint.baseUrl();
        return baseUrl == null
                ? new ChatClient(trainer(owner))
                : ChatClient.of(builder, baseUrl, endpoint.apiKey(), endpoint.timeout(), properties.retries());
    }
}
