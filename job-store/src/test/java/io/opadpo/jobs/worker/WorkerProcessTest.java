package io.opadpo.jobs.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.Attempts;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.WorkItem;
import io.opadpo.jobs.support.Await;
import io.opadpo.jobs.support.EmbeddedServer;
import io.opadpo.jobs.support.TestStore;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A worker's process is killed, or stopped for longer than its lease and then woken. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class WorkerProcessTest {
    private static String url;
    private static TestStore test;

    private UUID job;
    private Process process;

    @BeforeAll
    static void open() {
        url = EmbeddedServer.newDatabase();
        test = new TestStore(url);
        test.sql.sql("CREATE TABLE gate AS SELECT false AS open, 0 AS refused").update();
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @BeforeEach
    void halfOfAJobIsDone() throws IOException {
        test.clear();
        test.sql.sql("UPDATE gate SET open = false, refused = 0").update();
        job = test.submit().id();
        process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        // Half a day from here: what the process takes for now must not matter.
                        "-Duser.timezone=Pacific/Kiritimati",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(new File("target/worker-process.log"))
                .start();
        Await.until("half of the items are done", () -> done() == 3);
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void aKilledWorkersJobIsFinishedByAnotherAndNothingIsDoneTwice() throws Exception {
        process.destroyForcibly();
        openGate();
        successor().during(() -> {
            awaitSuccess();
        });

        assertThat(test.get(job).attempts()).isEqualTo(new Attempts(0, 1, 5));
        assertThat(items()).extracting(WorkItem::attempts).containsOnly(1).hasSize(6);
        assertThat(authors()).containsExactly("process", "process", "process", "other", "other", "other");
    }

    @Test
    void aStoppedWorkerThatWakesUpTooLateChangesNothing() throws Exception {
        signal("STOP");
        Await.until("the lease has run out and was reaped", () -> test.leases.reap() == 1);
        TestWorker successor = successor();
        try (successor) {
            Await.until("the other worker has it", () -> test.get(job).state() == JobState.RUNNING);
            openGate();
            awaitSuccess();
        }
        signal("CONT");
        Await.until(
                "the zombie is refused",
                () -> test.sql
                                .sql("SELECT refused FROM gate")
                                .query(Integer.class)
                                .single()
                        == 1);

        assertThat(test.state(job)).isEqualTo(JobState.SUCCEEDED);
        assertThat(authors()).containsExactly("process", "process", "process", "other", "other", "other");
    }

    private TestWorker successor() {
        return TestWorker.start(test, run -> WorkerProcess.sixItems(run, "other", test.sql));
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    private void openGate() {
        test.sql.sql("UPDATE gate SET open = true").update();
    }

    private void awaitSuccess() {
        Await.until("the job is done", () -> test.state(job) == JobState.SUCCEEDED);
    }

    private long done() {
        return test.store.itemCounts(Owner.ANY, job).getOrDefault(ItemState.DONE, 0L);
    }

    private List<WorkItem> items() {
        return test.store.items(Owner.ANY, job, null, null, 10).items();
    }

    private List<String> authors() {
        return items().stream().map(item -> item.output().stringValue()).toList();
    }
}
