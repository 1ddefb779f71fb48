package io.opadpo.jobs.worker;

import static io.opadpo.jobs.support.TestStore.json;

import io.opadpo.jobs.LostLeaseException;
import io.opadpo.jobs.support.Await;
import io.opadpo.jobs.support.TestStore;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A worker in a process of its own. Its jobs write three items, wait at a gate in the database, and write three more. */
final class WorkerProcess {
    private WorkerProcess() {}

    public static void main(String[] args) {
        JdbcClient gate = JdbcClient.create(new DriverManagerDataSource(args[0]));
        new TestStore(
                args[0],
                List.of(Handlers.of(run -> sixItems(run, "process", gate))),
                "opadpo.jobs.lease=2s",
                "opadpo.jobs.poll-interval=50ms");
    }

    static JobOutcome sixItems(JobRun run, String author, JdbcClient gate) {
        Set<String> done = run.items().done();
        for (int i = 0; i < 6; i++) {
            String item = "item-" + i;
            if (i == 3) {
                Await.until(
                        "the gate opens",
                        () -> gate.sql("SELECT open FROM gate")
                                .query(Boolean.class)
                                .single());
            }
            if (!done.contains(item)) {
                write(run, author, gate, item);
            }
        }
        return JobOutcome.done();
    }

    /** No look at whether the run is to stop: a zombie that knows of nothing. */
    private static void write(JobRun run, String author, JdbcClient gate, String item) {
        try {
            run.items().putDone(item, json('"' + author + '"'));
        } catch (LostLeaseException e) {
            gate.sql("UPDATE gate SET refused = refused + 1").update();
            throw e;
        }
    }
}
