package io.opadpo.jobs.worker;

import io.micrometer.observation.ObservationRegistry;
import io.opadpo.jobs.Heartbeats;
import io.opadpo.jobs.JobsProperties;
import io.opadpo.jobs.postgres.PostgresHeartbeats;
import io.opadpo.jobs.support.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A worker on a test's store, with a short lease and patience for nothing. */
final class TestWorker implements AutoCloseable {
    /** What happens while a worker is there. */
    interface Scene {
        void play() throws Exception;
    }

    static final Duration LEASE = Duration.ofSeconds(4);

    private final WorkerConnections connections;
    private final JobWorker worker;

    private TestWorker(WorkerConnections connections, JobWorker worker) {
        this.connections = connections;
        this.worker = worker;
        worker.start();
    }

    static TestWorker start(TestStore test, Handlers.Work work) {
        return start(test, work, UnaryOperator.identity(), properties(LEASE, Duration.ofMillis(100)));
    }

    static TestWorker start(TestStore test, Handlers.Work work, RunListener listener) {
        return start(test, work, UnaryOperator.identity(), properties(LEASE, Duration.ofMillis(100)), listener);
    }

    static TestWorker start(
            TestStore test, Handlers.Work work, UnaryOperator<Heartbeats> heartbeats, JobsProperties properties) {
        return start(test, work, heartbeats, properties, (kind, end, took) -> {});
    }

    private static TestWorker start(
            TestStore test,
            Handlers.Work work,
            UnaryOperator<Heartbeats> heartbeats,
            JobsProperties properties,
            RunListener listener) {
        WorkerConnections connections =
                new WorkerConnections(test.context.getBean(JdbcConnectionDetails.class), properties.lease());
        JobWorker worker = new JobWorker(
                properties,
                List.of(Handlers.of(work)),
                test.leases,
                heartbeats.apply(PostgresHeartbeats.on(connections.heartbeats())),
                connections.listening(),
                listener,
                ObservationRegistry.NOOP);
        return new TestWorker(connections, worker);
    }

    static JobsProperties properties(Duration lease, Duration poll) {
        return new JobsProperties(
                lease,
                poll,
                3,
                5,
                3,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(300),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                "worker");
    }

    /** Works while this goes on, then stops. */
    void during(Scene scene) throws Exception {
        try (this) {
            scene.play();
        }
    }

    @Override
    public void close() {
        worker.stop();
        connections.close();
    }
}
