package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.moveTo;
import static io.opadpo.jobs.postgres.JobSql.recorded;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Ends leases that ran out, in one guarded UPDATE: what is locked is in somebody's hands and is left alone, and what was
 * renewed in the meantime no longer matches.
 */
class Reaper {
    private static final String REAP = recorded("reap", """
            UPDATE jobs SET %s, crashes = crashes + 1,
                error = jsonb_build_object('code', 'WORKER_LOST', 'retryable', true,
                    'message', 'The worker was not heard of for the time of its lease')
            FROM (SELECT id FROM jobs WHERE state = 'RUNNING' AND lease_until < statement_timestamp()
                  ORDER BY id LIMIT 1000 FOR NO KEY UPDATE SKIP LOCKED) expired
            WHERE jobs.id = expired.id""".formatted(moveTo("""
                            CASE WHEN wish = 'CANCEL' THEN 'CANCELLED'
                                 WHEN crashes + 1 >= :maxCrashes THEN 'DEAD'
                                 WHEN wish = 'PAUSE' THEN 'PAUSED'
                                 ELSE 'READY' END""")), "id");

    private final JdbcClient jdbc;
    private final Dependents dependents;
    private final int maxCrashes;

    Reaper(JdbcClient jdbc, Dependents dependents, int maxCrashes) {
        this.jdbc = jdbc;
        this.dependents = dependents;
        this.maxCrashes = maxCrashes;
    }

    int reap() {
        List<UUID> reaped = jdbc.sql(REAP)
                .param("maxCrashes", maxCrashes)
                .query((row, i) -> row.getObject("id", UUID.class))
                .list();
        dependents.catchUp();
        return reaped.size();
    }
}
