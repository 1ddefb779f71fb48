package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobSql.HELD;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.LostLeaseException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes work items under the fence of their job. */
class ItemWrites {
    private static final String PUT = """
            WITH held AS (SELECT id FROM jobs WHERE %s FOR SHARE),
            written AS (
                INSERT INTO work_items AS w (job, item, state, attempts, output, error)
                SELECT held.id, g.item, g.state, CASE g.state WHEN 'PENDING' THEN 0 ELSE 1 END, g.output, g.error
                FROM held, jsonb_to_recordset(:items::jsonb) AS g(item text, state text, output jsonb, error jsonb)
                ON CONFLICT (job, item) DO UPDATE
                SET state = excluded.state, attempts = w.attempts + 1, output = excluded.output,
                    error = excluded.error, updated = excluded.updated
                WHERE w.state <> 'DONE' AND excluded.state <> 'PENDING')
            SELECT count(*) FROM held""".formatted(HELD);

    private final JdbcClient jdbc;

    ItemWrites(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void put(Claim claim, Collection<ItemWrite> items) {
        // By key, so that two threads of a run lock rows in the same order.
        Map<String, ItemWrite> last = new TreeMap<>();
        items.forEach(item -> last.put(item.item(), item));
        long held = jdbc.sql(PUT)
                .param("job", claim.job())
                .param("fence", claim.fence())
                .param("items", Json.text(last.values()))
                .query(Long.class)
                .single();
        if (held != 1) {
            throw new LostLeaseException(claim);
        }
    }

    Set<String> done(Claim claim) {
        return jdbc.sql("SELECT item FROM work_items WHERE job = :job AND state = 'DONE'")
                .param("job", claim.job())
                .query(String.class)
                .set();
    }
}
