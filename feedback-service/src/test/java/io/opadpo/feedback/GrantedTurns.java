package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.feedback.FaultyJudge.Charge;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The turns that the database gave out at its endpoints. They are kept as it made them up, so that neither a slow machine
 * nor a request that is late changes what they say.
 */
final class GrantedTurns {
    private static final double MINUTE = 60;

    /** By how much two clocks may drift apart in a test. */
    private static final double DRIFT = 0.1;

    private final JdbcClient jdbc;
    private final double start;
    private final long startNanos;

    /** Notes all turns from now on. */
    GrantedTurns(JdbcClient jdbc) {
        this.jdbc = jdbc;
        jdbc.sql("CREATE TABLE turns (endpoint text, requests_until timestamptz, tokens_until timestamptz)")
                .update();
        jdbc.sql("""
                        CREATE FUNCTION note_turn() RETURNS trigger AS $$ BEGIN
                            INSERT INTO turns VALUES (NEW.endpoint, NEW.requests_until, NEW.tokens_until);
                            RETURN NEW;
                        END $$ LANGUAGE plpgsql""").update();
        jdbc.sql("CREATE TRIGGER note_turn AFTER UPDATE OF requests_until ON feedback_endpoints"
                        + " FOR EACH ROW EXECUTE FUNCTION note_turn()")
                .update();
        startNanos = System.nanoTime();
        start = jdbc.sql("SELECT extract(epoch FROM clock_timestamp())::float8")
                .query(Double.class)
                .single();
    }

    /**
     * Nobody got a turn before the last one's part of a minute had passed, beyond the tenth of a minute's limit that may
     * come at once; and no request came before its turn.
     *
     * @param bucket the column of the limit's bucket
     * @param charges all requests at the endpoint
     * @param weight what one counts for in the limit
     */
    void assertKept(
            String endpoint, String bucket, int perMinute, List<Charge> charges, ToDoubleFunction<Charge> weight) {
        double atOnce = perMinute / 10;
        double each = MINUTE / (perMinute - atOnce + 1);
        List<Double> full = jdbc.sql("SELECT extract(epoch FROM " + bucket + ")::float8 AS full_at FROM turns"
                        + " WHERE endpoint = ? ORDER BY full_at")
                .param(endpoint)
                .query(Double.class)
                .list();
        List<Double> arrivals = charges.stream()
                .map(charge -> start + (charge.nanos() - startNanos) / 1e9)
                .sorted()
                .toList();
        double lightest = charges.stream().mapToDouble(weight).min().orElseThrow();
        double heaviest = charges.stream().mapToDouble(weight).max().orElseThrow();

        assertThat(full).as("each had a turn").hasSizeGreaterThanOrEqualTo(arrivals.size());
        for (int i = 1; i < full.size(); i++) {
            assertThat(full.get(i) - full.get(i - 1))
                    .as("what turn %d took from the bucket", i)
                    .isGreaterThan(lightest * each - 0.001);
        }
        assertThat(full.get(full.size() - 1) - full.get(0))
                .as("what all took from the bucket")
                .isGreaterThan((charges.stream().mapToDouble(weight).sum() - heaviest) * each - 0.001);
        for (int i = 0; i < arrivals.size(); i++) {
            assertThat(arrivals.get(i))
                    .as("when request %d came", i)
                    .isGreaterThan(full.get(i) - atOnce * each - DRIFT);
        }
    }
}
