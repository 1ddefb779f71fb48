package io.opadpo.jobs.worker;

import static io.opadpo.jobs.support.TestStore.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.Attempts;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.support.Await;
import io.opadpo.jobs.support.EmbeddedServer;
import io.opadpo.jobs.support.TestStore;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What goes wrong around a worker costs its jobs time, and nothing else. */
class FaultTest {
    private static TestStore test;
    private static JdbcClient bystander;

    @BeforeAll
    static void open() {
        String url = EmbeddedServer.newDatabase();
        test = new TestStore(
                url, "spring.datasource.hikari.maximum-pool-size=4", "spring.datasource.hikari.connection-timeout=500");
        bystander = JdbcClient.create(new DriverManagerDataSource(url));
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @BeforeEach
    void clear() {
        test.clear();
    }

    @Test
    void anExhaustedPoolLosesNoLease() throws Exception {
        UUID job = test.submit().id();
        TestWorker.start(test, run -> {
                    List<Connection> taken = takeAllConnections();
                    try {
                        awaitLeaseExtendedTwice(job);
                    } finally {
                        for (Connection connection : taken) {
                            connection.close();
                        }
                    }
                    return JobOutcome.done();
                })
                .during(() -> {
                    Await.until("the job is done", () -> isSeen(JobState.SUCCEEDED, job));
                });
        assertUnscathed(job);
    }

    @Test
    void killedBackendsLoseNoLease() throws Exception {
        UUID job = test.submit().id();
        TestWorker.start(
                        test,
                        run -> {
                            for (int i = 0; i < 20; i++) {
                                if (i % 5 == 0) {
                                    killBackends();
                                }
                                run.items().putDone("item-" + i, json("{}"));
                                run.progress(i, 20, "items");
                            }
                            killBackends();
                            awaitLeaseExtendedTwice(job);
                            killBackends();
                            return JobOutcome.done();
                        },
                        UnaryOperator.identity(),
                        TestWorker.properties(Duration.ofSeconds(9), Duration.ofMillis(100)))
                .during(() -> {
                    Await.until("the job is done", () -> isSeen(JobState.SUCCEEDED, job));
                });
        assertUnscathed(job);
    }

    @Test
    void aRunThatCannotRenewForHalfALeaseStopsItself() throws Exception {
        UUID job = test.submit().id();
        CompletableFuture<StopReason> reason = new CompletableFuture<>();
        CompletableFuture<Boolean> stillLeased = new CompletableFuture<>();
        TestWorker.start(
                        test,
                        run -> {
                            Await.until("the run is stopped", run::stopRequested);
                            stillLeased.complete(leaseRuns(job));
                            reason.complete(run.stopReason().orElseThrow());
                            run.checkpoint();
                            return JobOutcome.done();
                        },
                        real -> (claims, lease) -> {
                            throw new DataAccessResourceFailureException("cut off");
                        },
                        TestWorker.properties(TestWorker.LEASE, Duration.ofHours(1)))
                .during(() -> {
                    assertThat(reason.join()).isEqualTo(StopReason.LOST);
                    assertThat(stillLeased.join()).as("nobody else had it yet").isTrue();
                    Await.until("the job is given back", () -> isSeen(JobState.READY, job));
                });
    }

    private static List<Connection> takeAllConnections() throws Exception {
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(test.context.getBean(DataSource.class).getConnection());
        }
        return taken;
    }

    private static void killBackends() {
        bystander
                .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()")
                .query(Boolean.class)
                .list();
    }

    private static void awaitLeaseExtendedTwice(UUID job) {
        for (int i = 0; i < 2; i++) {
            double before = leaseEnd(job);
            Await.until("the lease is extended", () -> leaseEnd(job) > before);
        }
    }

    private static double leaseEnd(UUID job) {
        return bystander
                .sql("SELECT extract(epoch FROM lease_until)::float8 FROM jobs WHERE id = :job")
                .param("job", job)
                .query(Double.class)
                .single();
    }

    private static boolean leaseRuns(UUID job) {
        return bystander
                .sql("SELECT lease_until > clock_timestamp() FROM jobs WHERE id = :job")
                .param("job", job)
                .query(Boolean.class)
                .single();
    }

    private static boolean isSeen(JobState state, UUID job) {
        try {
            return bystander
                    .sql("SELECT state FROM jobs WHERE id = :job")
                    .param("job", job)
                    .query(String.class)
                    .single()
                    .equals(state.name());
        } catch (DataAccessException e) {
            return false; // The bystander was killed too.
        }
    }

    private static void assertUnscathed(UUID job) {
        assertThat(bystander
                        .sql("SELECT fence FROM jobs WHERE id = :job")
                        .param("job", job)
                        .query(Long.class)
                        .single())
                .as("claimed once")
                .isEqualTo(1);
        assertThat(test.get(job).attempts()).isEqualTo(new Attempts(0, 0, 5));
    }
}
