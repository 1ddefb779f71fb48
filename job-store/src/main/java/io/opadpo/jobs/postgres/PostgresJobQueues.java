package io.opadpo.jobs.postgres;

import io.opadpo.jobs.JobQueues;
import io.opadpo.jobs.QueueDepth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the two partial indexes that claims and leases have; finished jobs cost nothing. */
class PostgresJobQueues implements JobQueues {
    private static final String DEPTHS = """
            SELECT kind, count(*) FILTER (WHERE state = 'READY') AS ready,
                count(*) FILTER (WHERE state = 'RUNNING') AS running,
                coalesce(extract(epoch FROM statement_timestamp() - min(run_at) FILTER (WHERE state = 'READY')), 0)
                    AS oldest,
                bool_or(state IS NULL) AS drained
            FROM (SELECT kind, state, run_at FROM jobs WHERE state = 'READY' AND run_at <= statement_timestamp()
                  UNION ALL SELECT kind, state, run_at FROM jobs WHERE state = 'RUNNING'
                  UNION ALL SELECT kind, NULL, NULL FROM drained_kinds) open
            GROUP BY kind""";

    private final JdbcClient jdbc;

    PostgresJobQueues(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<QueueDepth> depths(Set<String> kinds) {
        Map<String, QueueDepth> found = jdbc
                .sql(DEPTHS)
                .query((row, i) -> new QueueDepth(
                        row.getString("kind"),
                        row.getLong("ready"),
                        row.getLong("running"),
                        Duration.ofMillis((long) (row.getDouble("oldest") * 1000)),
                        row.getBoolean("drained")))
                .list()
                .stream()
                .collect(Collectors.toMap(QueueDepth::kind, Function.identity()));
        return kinds.stream()
                .map(kind -> found.getOrDefault(kind, new QueueDepth(kind, 0, 0, Duration.ZERO, false)))
                .toList();
    }
}
