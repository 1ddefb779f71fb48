package io.opadpo.dataset.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opadpo.service.testing.FakeServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

class HubHostsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private static ImportSettings.Hub settings(String url) {
        return new ImportSettings.Hub(
                URI.create(url),
                "secret",
                List.of("cdn.invalid", "127.0.0.1"),
                Duration.ofSeconds(20),
                1,
                Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.invalid/x, true",
        "https://cdn.invalid/x, true",
        "https://eu.cdn.invalid/x, true",
        "http://cdn.invalid/x, false",
        "https://evil-cdn.invalid/x, false",
        "https://hub.invalid:8443/x, false",
        "https://127.0.0.1/x, false",
        "file:///etc/passwd, false"
    })
    void aHubOfTheWorldLeadsToNamedHostsOverTlsAlone(String uri, boolean allowed) {
        assertThat(new HubHosts(settings("https://hub.invalid")).allows(URI.create(uri)))
                .isEqualTo(allowed);
    }

    /** A hub without TLS cannot make its download hosts go without it. */
    @Test
    void aHubWithoutTlsDoesNotChangeThat() {
        HubHosts hosts = new HubHosts(settings("http://hub.invalid"));

        assertThat(hosts.allows(URI.create("http://hub.invalid/x"))).isTrue();
        assertThat(hosts.allows(URI.create("http://cdn.invalid/x"))).isFalse();
        assertThat(hosts.allows(URI.create("https://cdn.invalid/x"))).isTrue();
    }

    /** As when an allowed name has turned to an address of ours: who answers there cannot prove the name. */
    @Test
    void whoCannotProveItsNameGetsNoRequest() throws IOException, InterruptedException, GeneralSecurityException {
        AtomicInteger requests = new AtomicInteger();
        HttpsServer other = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.setHttpsConfigurator(new HttpsConfigurator(selfMade()));
        other.createContext("/", exchange -> requests.incrementAndGet());
        other.start();
        try (FakeServer hub = new FakeServer()) {
            hub.on("/", exchange -> {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                "https://127.0.0.1:" + other.getAddress().getPort() + "/x");
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
            });
            HubClient client = new HubClient(
                    settings(hub.uri().toString()), WebClient.builder().clientConnector(new JdkClientHttpConnector()));

            assertThatThrownBy(() -> client.open("/file", 0))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("SSLHandshakeException");
            assertThat(requests).hasValue(0);
        } finally {
            other.stop(0);
        }
    }

    /** Keys and a certificate that nobody vouches for. */
    private SSLContext selfMade() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "cdn",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
