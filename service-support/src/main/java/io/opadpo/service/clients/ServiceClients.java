package io.opadpo.service.clients;

import io.opadpo.service.web.RequestId;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;

/** Clients of the platform's services. */
public class ServiceClients {
    private final WebClient.Builder builder;
    private final ServicesProperties properties;
    private final @Nullable String serviceKey;

    ServiceClients(WebClient.Builder builder, ServicesProperties properties, @Nullable String serviceKey) {
        this.builder = builder;
        this.properties = properties;
        this.serviceKey = serviceKey;
    }

    /**
     * A client that calls a service on behalf of an owner. Cheap to make.
     *
     * @param service its name: {@code rollout, feedback, dataset, trainer}
     */
    public ServiceClient of(String service, String owner) {
        WebClient client = builder.clone()
                .baseUrl(properties.address(service).toString())
                .defaultHeaders(headers -> {
                    headers.set("X-Opadpo-Owner", owner);
                    if (serviceKey != null) {
                        headers.setBearerAuth(serviceKey);
                    }
                })
                .filter(withRequestId())
                .build();
        return new ServiceClient(service, client, properties.clients());
    }

    private static ExchangeFilterFunction withRequestId() {
        return (request, next) -> next.exchange(RequestId.current()
                .map(id ->
                        ClientRequest.from(request).header(RequestId.HEADER, id).build())
                .orElse(request));
    }
}
