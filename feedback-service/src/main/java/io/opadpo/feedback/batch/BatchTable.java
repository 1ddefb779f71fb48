package io.opadpo.feedback.batch;

import io.opadpo.feedback.batch.StoredBatch.State;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The batches of jobs, each step written before the next one is taken. */
@Component
class BatchTable {
    private final JdbcClient jdbc;

    BatchTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    UUID add(UUID job, String endpoint, long round) {
        UUID id = UUID.randomUUID();
        jdbc.sql("INSERT INTO feedback_batches (id, job, endpoint, round, state) VALUES (?, ?, ?, ?, 'NEW')")
                .params(id, job, endpoint, round)
                .update();
        return id;
    }

    /** Forgets one that nothing was put into. */
    void remove(UUID id) {
        jdbc.sql("DELETE FROM feedback_batches WHERE id = ?").param(id).update();
    }

    /** Those that are not done, the first one first. */
    List<StoredBatch> open(UUID job) {
        return jdbc.sql("""
                        SELECT id, endpoint, state, input_file, remote FROM feedback_batches
                        WHERE job = ? AND state <> 'DONE' ORDER BY created""")
                .param(job)
                .query((row, index) -> new StoredBatch(
                        row.getObject("id", UUID.class),
                        row.getString("endpoint"),
                        State.valueOf(row.getString("state")),
                        row.getString("input_file"),
                        row.getString("remote")))
                .list();
    }

    /** The jobs of those that are not done. */
    List<UUID> jobs() {
        return jdbc.sql("SELECT DISTINCT job FROM feedback_batches WHERE state <> 'DONE'")
                .query(UUID.class)
                .list();
    }

    void uploaded(UUID id, String inputFile) {
        jdbc.sql("UPDATE feedback_batches SET state = 'UPLOADED', input_file = ? WHERE id = ?")
                .params(inputFile, id)
                .update();
    }

    void running(UUID id, String remote) {
        jdbc.sql("UPDATE feedback_batches SET state = 'RUNNING', remote = ? WHERE id = ? AND state <> 'DONE'")
                .params(remote, id)
                .update();
    }

    /** @param counted whether it counts as a try of its requests */
    void done(UUID id, boolean counted) {
        jdbc.sql("UPDATE feedback_batches SET state = 'DONE', counted = ? WHERE id = ?")
                .params(counted, id)
                .update();
    }
}
