package io.opadpo.dataset.source;

import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** What the files of an import were when its first run began: the table {@code imports}. */
@Repository
public class Manifests {

    private final Sources sources;
    private final JdbcClient jdbc;
    private final JobLeases leases;
    private final TransactionOperations transaction;
    private final JsonMapper json;

    Manifests(Sources sources, JdbcClient jdbc, JobLeases leases, TransactionOperations transaction, JsonMapper json) {
        this.sources = sources;
        this.jdbc = jdbc;
        this.leases = leases;
        this.transaction = transaction;
        this.json = json;
    }

    /** {@link Sources#list} in the first run, and the same in all that follow. */
    public Manifest of(JobRun run, SourceRequest request, Set<String> extensions) throws JobException, IOException {
        UUID job = run.job().id();
        Optional<String> kept = find(job);
        if (kept.isEmpty()) {
            String found = json.writeValueAsString(sources.list(run.job().owner(), request, extensions));
            transaction.executeWithoutResult(status -> {
                leases.guard(run.claim());
                jdbc.sql("INSERT INTO imports (job, manifest) VALUES (:job, :manifest)")
                        .param("job", job)
                        .param("manifest", found)
                        .update();
            });
            kept = Optional.of(found);
        }
        return json.readValue(kept.get(), Manifest.class);
    }

    private Optional<String> find(UUID job) {
        return jdbc.sql("SELECT manifest FROM imports WHERE job = :job")
                .param("job", job)
                .query(String.class)
                .optional();
    }

    /** Forgets an import that has ended, with all that was read of it. */
    public void discard(UUID job) {
        jdbc.sql("DELETE FROM imports WHERE job = :job").param("job", job).update();
    }
}
