package io.opadpo.service.clients;

import io.opadpo.service.security.SecurityProperties;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Clients of other services. */
@AutoConfiguration
@EnableConfigurationProperties(ServicesProperties.class)
public class ClientsAutoConfiguration {
    @Bean
    ServiceClients serviceClients(
            WebClient.Builder builder, ServicesProperties properties, SecurityProperties security) {
        return new ServiceClients(builder, properties, security.serviceKey());
    }

    /**
     * For every {@code WebClient.Builder}: HTTP/1.1 without an offer to upgrade, which plain servers stumble over; and
     * answers may have fields that we do not know.
     */
    @Bean
    WebClientCustomizer tolerantWebClients(JsonMapper json) {
        JsonMapper tolerant = json.rebuild()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return builder -> builder.clientConnector(new JdkClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(tolerant)));
    }
}
