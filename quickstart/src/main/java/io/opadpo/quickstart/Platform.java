package io.opadpo.quickstart;

import io.opadpo.lab.corrector.Fault;
import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.lab.files.LabSample;
import io.opadpo.quickstart.lab.ImportFolder;
import io.opadpo.quickstart.lab.LabFolder;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The running platform. Closing it ends everything in the opposite order; running jobs are given back. */
final class Platform implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Platform.class);
    private static final long FAULT_SEED = 1;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<PlatformService, ConfigurableApplicationContext> services = new EnumMap<>(PlatformService.class);
    private final URI gateway;
    private final Secrets secrets;
    private boolean closed;

    private Platform(PlatformSettings settings, Consumer<String> tell) throws IOException {
        DataFolder data = DataFolder.take(settings.data());
        parts.push(data);
        try {
            secrets = new Secrets(data.keys());
            Ports ports = Ports.from(settings.port());
            gateway = URI.create("http://localhost:" + ports.of(PlatformService.GATEWAY));
            start(settings, data, ports, tell);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything.
     *
     * @param tell hears of each part that runs
     */
    static Platform start(PlatformSettings settings, Consumer<String> tell) throws IOException {
        return new Platform(settings, tell);
    }

    private void start(PlatformSettings settings, DataFolder data, Ports ports, Consumer<String> tell)
            throws IOException {
        LabFolder lab = new LabFolder(data.lab(), settings.size());
        lab.write();
        List<LabSample> examples = LabFolder.examples();
        ImportFolder.write(data.imports(), examples);
        Database database = Database.start(data.database(), secrets.get("database-password"));
        parts.push(database);
        tell.accept("PostgreSQL, data in " + data.database());
        List<LabSample> known = new ArrayList<>(examples);
        settings.seeds().forEach(seed -> known.addAll(LabFolder.prompts(settings.size(), seed)));
        CorrectorEndpoint corrector =
                settings.corrector() == null ? corrector(settings.faults(), known, ports, tell) : settings.corrector();
        Map<String, String> common = ServiceProperties.common(data, secrets, database, ports);
        // The gateway comes last: once it answers, everything does.
        for (PlatformService service : ServiceProperties.startOrder()) {
            Map<String, String> properties =
                    ServiceProperties.of(service, common, data, lab, ports, corrector, settings);
            String[] arguments = properties.entrySet().stream()
                    .map(property -> "--" + property.getKey() + "=" + property.getValue())
                    .toArray(String[]::new);
            SpringApplication application = service.application();
            application.setBannerMode(Banner.Mode.OFF);
            application.setRegisterShutdownHook(false);
            ConfigurableApplicationContext context = application.run(arguments);
            services.put(service, context);
            parts.push(context);
            tell.accept("%s at http://localhost:%d".formatted(service.serviceName(), ports.of(service)));
        }
    }

    private CorrectorEndpoint corrector(double faults, List<LabSample> known, Ports ports, Consumer<String> tell)
            throws IOException {
        StandInCorrector corrector = StandInCorrector.start(
                ports.corrector(), LabFolder.truth(known), Fault.share(faults, FAULT_SEED), task -> {});
        parts.push(corrector);
        tell.accept(StandInCorrector.NAME + " at " + corrector.uri());
        return CorrectorEndpoint.standIn(corrector.uri());
    }

    /** Address of the gateway. */
    URI gateway() {
        return gateway;
    }

    /** The first user's key. */
    String key() throws IOException {
        return secrets.get(ServiceProperties.BOOTSTRAP_KEY);
    }

    /** A service that runs. */
    ConfigurableApplicationContext service(PlatformService service) {
        return Objects.requireNonNull(services.get(service), service::serviceName);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("A part of the platform did not end well", e);
            }
        }
    }
}
