package io.opadpo.jobs.worker;

import static io.opadpo.jobs.support.TestStore.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.Attempts;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.support.Await;
import io.opadpo.jobs.support.TestStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** PostgreSQL goes down and comes back while a job is at work. */
class ServerRestartTest {
    private static final int ITEMS = 40;

    @TempDir
    Path directory;

    private EmbeddedPostgres server;

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aRestartCostsAJobTimeAndNothingElse() throws Exception {
        server = server(0).start();
        int port = server.getPort();
        try (TestStore test = new TestStore(server.getJdbcUrl("postgres", "postgres"))) {
            UUID job = test.submit().id();
            CountDownLatch halfway = new CountDownLatch(1);
            CountDownLatch down = new CountDownLatch(1);
            TestWorker.start(
                            test,
                            run -> {
                                for (int i = 0; i < ITEMS; i++) {
                                    if (i == ITEMS / 2) {
                                        halfway.countDown();
                                        down.await();
                                    }
                                    run.items().putDone("item-" + i, json("{}"));
                                }
                                return JobOutcome.done();
                            },
                            UnaryOperator.identity(),
                            TestWorker.properties(Duration.ofSeconds(30), Duration.ofMillis(100)))
                    .during(() -> {
                        halfway.await();
                        server.close();
                        down.countDown();
                        server = server(port).start();
                        Await.until("the job is done", () -> read(() -> test.state(job)) == JobState.SUCCEEDED);
                    });
            assertThat(read(() -> test.get(job)).attempts()).isEqualTo(new Attempts(0, 0, 5));
            assertThat(read(() -> test.store.itemCounts(Owner.ANY, job)))
                    .isEqualTo(Map.of(ItemState.DONE, (long) ITEMS));
        }
    }

    /** Asks until it is answered: the pool holds connections that have died with the server, and tells so once for each. */
    private static <T> T read(Supplier<T> query) {
        AtomicReference<T> answer = new AtomicReference<>();
        Await.until("the database answers", () -> {
            try {
                answer.set(query.get());
                return true;
            } catch (DataAccessException | TransactionException e) {
                return false;
            }
        });
        return answer.get();
    }

    private EmbeddedPostgres.Builder server(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false);
        return port == 0 ? builder : builder.setPort(port);
    }
}
