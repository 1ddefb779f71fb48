package io.opadpo.service.testing;

import io.opadpo.service.security.ApiKeys;
import io.opadpo.service.security.Scope;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that runs on a port of its own over an empty database, and API keys for whoever calls it. */
public final class TestService implements AutoCloseable {
    /** The key under which services call each other in tests. */
    public static final String SERVICE_KEY = "service-key-of-the-tests";

    /** What a user usually may. */
    public static final Set<Scope> USER = EnumSet.of(Scope.READ, Scope.WRITE);

    public final ConfigurableApplicationContext context;
    public final URI uri;

    private TestService(ConfigurableApplicationContext context) {
        this.context = context;
        this.uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
    }

    /**
     * Starts a service over a new database.
     *
     * @param properties {@code name=value}
     */
    public static TestService start(SpringApplication application, String... properties) {
        return startOn(TestDatabase.create(), application, properties);
    }

    /** Starts a service over a database that others use too. */
    public static TestService startOn(String jdbcUrl, SpringApplication application, String... properties) {
        String[] given = Stream.concat(
                        Stream.of(
                                "server.port=0",
                                "spring.datasource.url=" + jdbcUrl,
                                "spring.datasource.hikari.maximum-pool-size=5",
                                "opadpo.security.service-key=" + SERVICE_KEY,
                                "opadpo.web.event-poll=20ms",
                                "logging.level.root=warn"),
                        Stream.of(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new);
        return new TestService(application.run(given));
    }

    /** The service, called by an owner with a new key that reads and writes. */
    public Api as(String owner) {
        return as(owner, USER);
    }

    /** The service, called by an owner with a new key of these scopes. */
    public Api as(String owner, Set<Scope> scopes) {
        String secret = bean(ApiKeys.class).create("test", owner, scopes, null).secret();
        return anonymous().with("Authorization", "Bearer " + secret);
    }

    /** The service, called without a key. */
    public Api anonymous() {
        return new Api(uri, Map.of());
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
