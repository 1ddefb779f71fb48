package io.opadpo.feedback.calls;

import io.opadpo.feedback.judge.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Token buckets that all processes share, by the database's clock. A bucket is kept as the time at which it will be full
 * again (the generic cell rate algorithm): who takes from it moves that time on, and learns when its turn is. So nobody
 * asks twice, and turns are in order.
 *
 * <p>A tenth of a minute's limit may come at once, and the rest flows in so slowly that no minute sees more than the limit.
 * A call of more tokens than that tenth waits for a full bucket.
 */
@Component
class Tickets {
    private static final double MINUTE = 60;

    private final JdbcClient jdbc;

    Tickets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes a request of so many tokens, and tells how long to wait with it. */
    Duration take(String endpoint, Limits limits, long tokens) {
        double request = seconds(limits.requestsPerMinute());
        double token = seconds(limits.tokensPerMinute());
        double taken = token * tokens;
        jdbc.sql("INSERT INTO feedback_endpoints (endpoint) VALUES (?) ON CONFLICT DO NOTHING")
                .param(endpoint)
                .update();
        double wait = jdbc.sql("""
                        WITH turn AS (
                            SELECT endpoint, now, greatest(now, rest_until,
                                requests_until + make_interval(secs => :request - :requests),
                                tokens_until + make_interval(secs => :taken - greatest(:tokens, :taken))) AS at
                            FROM (
                                SELECT *, clock_timestamp() AS now
                                FROM feedback_endpoints WHERE endpoint = :endpoint FOR UPDATE
                            ) locked
                        )
                        UPDATE feedback_endpoints e SET
                            requests_until = greatest(requests_until, at) + make_interval(secs => :request),
                            tokens_until = greatest(tokens_until, at) + make_interval(secs => :taken)
                        FROM turn WHERE e.endpoint = turn.endpoint
                        RETURNING extract(epoch FROM at - now)::float8""")
                .param("endpoint", endpoint)
                .param("request", request)
                .param("requests", request * atOnce(limits.requestsPerMinute()))
                .param("taken", taken)
                .param("tokens", token * atOnce(limits.tokensPerMinute()))
                .query(Double.class)
                .single();
        return Duration.ofNanos((long) Math.ceil(wait * 1e9));
    }

    /** How long the endpoint is to be left alone still. */
    Duration rest(String endpoint) {
        double seconds = jdbc.sql("""
                        SELECT coalesce(max(extract(epoch FROM rest_until - clock_timestamp())), 0)::float8
                        FROM feedback_endpoints WHERE endpoint = ? AND rest_until > clock_timestamp()""").param(endpoint).query(Double.class).single();
        return Duration.ofNanos((long) (Math.max(0, seconds) * 1e9));
    }

    /** Nobody is to ask the endpoint for this long. */
    void rest(String endpoint, Duration rest) {
        jdbc.sql("""
                        UPDATE feedback_endpoints
                        SET rest_until = greatest(rest_until, clock_timestamp() + make_interval(secs => :seconds))
                        WHERE endpoint = :endpoint""")
                .param("endpoint", endpoint)
                .param("seconds", rest.toNanos() / 1e9)
                .update();
    }

    private static double atOnce(@Nullable Integer perMinute) {
        return perMinute == null ? 0 : Math.max(1, perMinute / 10);
    }

    /** From one to the next, so that with what comes at once a minute sees no more than the limit; 0 for no limit. */
    private static double seconds(@Nullable Integer perMinute) {
        return perMinute == null ? 0 : MINUTE / (perMinute - atOnce(perMinute) + 1);
    }
}
