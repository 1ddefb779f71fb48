package io.opadpo.feedback.batch;

import io.opadpo.feedback.batch.StoredBatch.State;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.JobLeases;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The batches of jobs, each step written before the next one is taken, by the run that has the job and no other. */
@Component
class BatchTable {
    private final JdbcClient jdbc;
    private final JobLeases leases;
    private final TransactionTemplate transaction;

    BatchTable(JdbcClient jdbc, JobLeases leases, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.leases = leases;
        this.transaction = new TransactionTemplate(transactions);
    }

    UUID add(Claim claim, String endpoint, long round) {
        UUID id = UUID.randomUUID();
        step(
                claim,
                jdbc.sql("INSERT INTO feedback_batches (id, job, endpoint, round, state) VALUES (?, ?, ?, ?, 'NEW')")
                        .params(id, claim.job(), endpoint, round));
        return id;
    }

    /** Forgets one that nothing was put into. */
    void remove(UUID id) {
        jdbc.sql("DELETE FROM feedback_batches WHERE id = ?").param(id).update();
    }

    /** Those that are not done, the first one first. */
    List<StoredBatch> open(UUID job) {
        return jdbc.sql("""
                        SELECT id, endpoint, state, input_file, remote,
                            extract(epoch FROM clock_timestamp() - changed)::bigint AS age
                        FROM feedback_batches WHERE job = ? AND state <> 'DONE' ORDER BY created""")
                .param(job)
                .query((row, index) -> new StoredBatch(
                        row.getObject("id", UUID.class),
                        row.getString("endpoint"),
                        State.valueOf(row.getString("state")),
                        row.getString("input_file"),
                        row.getString("remote"),
                        Duration.ofSeconds(row.getLong("age"))))
                .list();
    }

    /** The same for a run, which has lost its lease if another could have added to them. */
    List<StoredBatch> open(Claim claim) {
        return Objects.requireNonNull(transaction.execute(status -> {
            leases.guard(claim);
            return open(claim.job());
        }));
    }

    /** How many are not done, of whichever jobs. */
    int openAt(String endpoint) {
        return jdbc.sql("SELECT count(*) FROM feedback_batches WHERE endpoint = ? AND state <> 'DONE'")
                .param(endpoint)
                .query(Integer.class)
                .single();
    }

    /** The jobs of those that are not done. */
    List<UUID> jobs() {
        return jdbc.sql("SELECT DISTINCT job FROM feedback_batches WHERE state <> 'DONE'")
                .query(UUID.class)
                .list();
    }

    void uploaded(Claim claim, UUID id, String inputFile) {
        step(claim, jdbc.sql("""
                        UPDATE feedback_batches SET state = 'UPLOADED', input_file = ?, changed = clock_timestamp()
                        WHERE id = ? AND state = 'NEW'""").params(inputFile, id));
    }

    /** The endpoint is about to be told to start it. */
    void starting(Claim claim, UUID id) {
        step(
                claim,
                jdbc.sql("UPDATE feedback_batches SET changed = clock_timestamp() WHERE id = ? AND state = 'UPLOADED'")
                        .param(id));
    }

    /** What the run writes counts only while it has the job, and only if the batch is where it left it. */
    private void step(Claim claim, StatementSpec write) {
        transaction.executeWithoutResult(status -> {
            leases.guard(claim);
            if (write.update() != 1) {
                throw new IllegalStateException("A batch of job " + claim.job() + " is not as its run left it");
            }
        });
    }

    void running(UUID id, String remote) {
        jdbc.sql("""
                        UPDATE feedback_batches SET state = 'RUNNING', remote = ?, changed = clock_timestamp()
                        WHERE id = ? AND state <> 'DONE'""").params(remote, id).update();
    }

    /** @param counted whether it counts as a try of its requests */
    void done(UUID id, boolean counted) {
        jdbc.sql("UPDATE feedback_batches SET state = 'DONE', counted = ?, changed = clock_timestamp() WHERE id = ?")
                .params(counted, id)
                .update();
    }
}
