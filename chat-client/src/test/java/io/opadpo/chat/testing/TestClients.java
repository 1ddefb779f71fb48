package io.opadpo.chat.testing;

import java.net.http.HttpClient;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/** Clients as the services have them. */
public final class TestClients {
    private TestClients() {}

    /**
     * A builder of clients.
     *
     * @param largest response that is read
     */
    public static WebClient.Builder builder(DataSize largest) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize((int) largest.toBytes()));
    }
}
