package io.opadpo.feedback;

import io.opadpo.chat.BatchClient;
import io.opadpo.chat.ChatClient;
import io.opadpo.chat.PersistentHttp;
import io.opadpo.chat.Retries;
import io.opadpo.feedback.judge.EndpointSettings;
import io.opadpo.service.clients.ServiceClients;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;

/** Whom a feedback job talks to. */
@Component
final class FeedbackClients {
    private static final Duration SERVICE_TIMEOUT = Duration.ofSeconds(60);

    private final FeedbackProperties properties;
    private final ServiceClients services;
    private final WebClient.Builder builder;

    FeedbackClients(FeedbackProperties properties, ServiceClients services, WebClient.Builder builder) {
        this.properties = properties;
        this.services = services;
        this.builder = builder;
    }

    /** The dataset-service, as this owner sees it. */
    PersistentHttp datasets(String owner) {
        return service("dataset", owner);
    }

    /** The rollout-service, as this owner sees it. */
    PersistentHttp rollouts(String owner) {
        return service("rollout", owner);
    }

    /** A configured corrector, asked once a call: each try is in the books. */
    ChatClient endpoint(EndpointSettings settings) {
        return ChatClient.of(builder, settings.endpoint(), settings.timeout(), Retries.NONE);
    }

    /** The same for files of requests. */
    BatchClient batches(EndpointSettings settings) {
        return BatchClient.of(builder, settings.endpoint(), settings.timeout(), properties.retries());
    }

    /** The same without patience, for those who come again. */
    BatchClient batchesOnce(EndpointSettings settings) {
        return BatchClient.of(builder, settings.endpoint(), settings.timeout(), Retries.NONE);
    }

    private PersistentHttp service(String name, String owner) {
        return new PersistentHttp(services.of(name, owner).webClient(), SERVICE_TIMEOUT, properties.retries());
    }
}
