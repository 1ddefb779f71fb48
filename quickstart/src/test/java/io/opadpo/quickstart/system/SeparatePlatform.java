package io.opadpo.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** The platform as separate processes, set up as the README says, with a relay before each model that is asked. */
final class SeparatePlatform implements AutoCloseable {

    private static final String KEY = "key-of-the-tests-first-user";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path LOGS = Path.of("target/system-test");

    final Server database;
    final Relay trainer;
    final Relay corrector;
    final Api user;
    private final Path folder;
    private final StandIns standIns;
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final Map<Service, ServiceProcess> processes = new EnumMap<>(Service.class);

    SeparatePlatform(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(LOGS);
        for (Service service : Service.values()) {
            Files.deleteIfExists(log(service));
            ports.put(service, freePort());
        }
        database = new Server(folder.resolve("postgres"));
        standIns = new StandIns(folder);
        trainer = new Relay(address(Service.TRAINER));
        corrector = new Relay(standIns.corrector());
        user = new Api(address(Service.GATEWAY), Map.of("Authorization", "Bearer " + KEY));
        start(Service.values());
    }

    /** Starts services side by side, and waits until all of them have started. */
    void start(Service... services) throws IOException {
        for (Service service : services) {
            processes.put(
                    service, ServiceProcess.start(service, environment(service), arguments(service), log(service)));
        }
        for (Service service : services) {
            processes.get(service).awaitStart();
        }
    }

    void kill(Service service) {
        processes.get(service).close();
    }

    private Map<String, String> environment(Service service) {
        Map<String, String> all = new HashMap<>();
        all.put("OPADPO_DATABASE_URL", database.url());
        all.put("OPADPO_DATABASE_USER", Server.USER);
        all.put("OPADPO_BOOTSTRAP_KEY", KEY);
        all.put("OPADPO_SERVICE_KEY", "key-of-the-services-among-each-other");
        all.put("OPADPO_BLOBS_FOLDER", folder.resolve("blobs").toString());
        all.put("SERVER_PORT", ports.get(service).toString());
        for (Service other : Service.values()) {
            URI address = service == Service.ROLLOUT && other == Service.TRAINER ? trainer.uri() : address(other);
            all.put("OPADPO_SERVICES_" + other.name(), address.toString());
        }
        // Jobs of the dead come back soon, and what happens is told at once.
        all.put("OPADPO_JOBS_LEASE", "9s");
        all.put("OPADPO_JOBS_REAPINTERVAL", "500ms");
        all.put("OPADPO_JOBS_POLLINTERVAL", "200ms");
        all.put("OPADPO_JOBS_PROGRESSINTERVAL", "0ms");
        all.put("OPADPO_WEB_EVENTPOLL", "20ms");
        return all;
    }

    private List<String> arguments(Service service) {
        List<String> all = new ArrayList<>();
        if (service == Service.TRAINER) {
            all.addAll(standIns.trainer());
            all.add("--opadpo.trainer.work=" + folder.resolve("trainer"));
        } else if (service == Service.FEEDBACK) {
            all.addAll(StandIns.feedback(corrector.uri()));
        }
        return all;
    }

    private URI address(Service service) {
        return URI.create("http://127.0.0.1:" + ports.get(service));
    }

    private static Path log(Service service) {
        return LOGS.resolve(service.name().toLowerCase(Locale.ROOT) + ".log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What is at this address; it has to be there. Where the database is away for a moment, the answer says so. */
    JsonNode get(String path) {
        AtomicReference<Reply> last = new AtomicReference<>();
        await(path + " can be read", () -> {
            last.set(user.get(path));
            return last.get().status() != 503;
        });
        assertThat(last.get().status()).as(path + ": " + last).isEqualTo(200);
        return last.get().json();
    }

    /** Creates something. */
    JsonNode post(Api caller, String path, String body) {
        Reply reply = caller.post(path, body);
        assertThat(reply.status()).as(path + ": " + reply).isEqualTo(201);
        return reply.json();
    }

    /** Waits until a running job tells of so much progress, or more. */
    void awaitProgress(String job, String unit, int done) {
        try (EventStream events = user.events("/v1/jobs/" + job + "/events")) {
            JsonNode progress;
            do {
                progress = events.next()
                        .orElseThrow(() -> new AssertionError(job + " ended before " + done + " " + unit))
                        .json()
                        .at("/data/progress");
            } while (!progress.path("unit").asString("").equals(unit)
                    || progress.path("done").asInt() < done);
        }
    }

    /** Waits until the job has ended, whatever goes down meanwhile. */
    JsonNode succeeded(String job) {
        await("job " + job + " has ended", () -> {
            try (EventStream events = user.events("/v1/jobs/" + job + "/events")) {
                events.rest();
            } catch (UncheckedIOException | IllegalStateException e) {
                return false;
            }
            return !get("/v1/jobs/" + job).at("/timeline/finished").isNull();
        });
        JsonNode ended = get("/v1/jobs/" + job);
        assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
        return ended;
    }

    /** Waits for what another process is about to do. */
    static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start)
                    .as("waited in vain until " + what)
                    .isLessThan(PATIENCE.toNanos());
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() throws IOException {
        processes.values().forEach(ServiceProcess::close);
        trainer.close();
        corrector.close();
        standIns.close();
        database.close();
    }
}
