package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.array;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.Heartbeats;
import io.opadpo.jobs.Signal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Heartbeats of any number of claims, one statement each time. */
public final class PostgresHeartbeats implements Heartbeats {
    private static final String HEARTBEAT = """
            UPDATE jobs SET lease_until = clock_timestamp() + make_interval(secs => :lease)
            FROM (SELECT id FROM jobs JOIN unnest(:ids::uuid[], :fences::bigint[]) AS c(id, fence) USING (id, fence)
                  WHERE state = 'RUNNING' ORDER BY id FOR NO KEY UPDATE OF jobs) held
            WHERE jobs.id = held.id
            RETURNING jobs.id, fence, CASE WHEN wish = 'RUN' AND EXISTS (
                SELECT FROM drained_kinds d WHERE d.kind = jobs.kind AND d.hand_back) THEN 'DRAIN' ELSE wish END AS wish""";

    private record Held(UUID job, long fence) {}

    private final JdbcClient jdbc;

    PostgresHeartbeats(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Heartbeats over connections of their own. */
    public static Heartbeats on(DataSource dataSource) {
        return new PostgresHeartbeats(JdbcClient.create(dataSource));
    }

    @Override
    public Map<Claim, Signal> heartbeat(Collection<Claim> claims, Duration lease) {
        Map<Held, String> wishes = new HashMap<>();
        jdbc.sql(HEARTBEAT)
                .param("ids", array(claims.stream().map(Claim::job).toList()))
                .param("fences", array(claims.stream().map(Claim::fence).toList()))
                .param("lease", JobSql.seconds(lease))
                .query(row -> {
                    Held held = new Held(row.getObject("id", UUID.class), row.getLong("fence"));
                    wishes.put(held, row.getString("wish"));
                });
        Map<Claim, Signal> signals = new HashMap<>();
        claims.forEach(claim -> signals.put(claim, signal(wishes.get(new Held(claim.job(), claim.fence())))));
        return signals;
    }

    private static Signal signal(@Nullable String wish) {
        if (wish == null) {
            return Signal.LOST;
        }
        return wish.equals("RUN") ? Signal.CONTINUE : Signal.valueOf(wish);
    }
}
