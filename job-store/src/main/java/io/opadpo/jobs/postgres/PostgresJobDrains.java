package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.array;

import io.opadpo.jobs.DrainedKind;
import io.opadpo.jobs.JobDrains;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code drained_kinds}; claims and heartbeats read it. */
class PostgresJobDrains implements JobDrains {
    private final JdbcClient jdbc;

    PostgresJobDrains(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void drain(Collection<String> kinds, boolean handBack) {
        jdbc.sql("""
                        INSERT INTO drained_kinds (kind, hand_back)
                        SELECT k, :handBack FROM unnest(:kinds::text[]) k ORDER BY k
                        ON CONFLICT (kind) DO UPDATE SET hand_back = excluded.hand_back""").param("kinds", array(kinds)).param("handBack", handBack).update();
    }

    /** Whoever is idle hears of it at once. */
    @Override
    public void resume(Collection<String> kinds) {
        jdbc.sql("""
                        WITH gone AS (DELETE FROM drained_kinds WHERE kind = ANY(:kinds::text[]) RETURNING kind)
                        SELECT pg_notify('jobs', left(string_agg(kind, ','), 7999)) FROM gone HAVING count(*) > 0""").param("kinds", array(kinds)).query((row, i) -> true).list();
    }

    @Override
    public List<DrainedKind> list() {
        return jdbc.sql("""
                        SELECT d.kind, d.hand_back, d.since, count(*) FILTER (WHERE state = 'RUNNING') AS running,
                            count(*) FILTER (WHERE state = 'READY') AS ready
                        FROM drained_kinds d LEFT JOIN jobs j ON j.kind = d.kind AND state IN ('READY', 'RUNNING')
                        GROUP BY d.kind ORDER BY d.kind""")
                .query((row, i) -> new DrainedKind(
                        row.getString("kind"),
                        row.getBoolean("hand_back"),
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        row.getLong("running"),
                        row.getLong("ready")))
                .list();
    }
}
