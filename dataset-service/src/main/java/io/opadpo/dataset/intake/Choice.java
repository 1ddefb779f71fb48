package io.opadpo.dataset.intake;

import io.opadpo.dataset.intake.PromptImportRequest.Subsets;
import io.opadpo.jobs.worker.JobException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Chooses rows for subsets: each value of the stratum gets its share of places, by largest remainders; its rows are put
 * in an order that follows from seed and id; and the rows so chosen, value after value, are dealt to the subsets by
 * turns. So subsets are disjoint, of one size, and differ by one row at most in any value.
 */
@Repository
class Choice {

    private static final int MAX_STRATA = 1_000;

    private static final String DEAL = """
            WITH hashed AS (
                SELECT file, line, stratum, sha256(convert_to(:seed || '/' || id, 'UTF8')) AS hash
                FROM import_rows WHERE job = :job
            ), ranked AS (
                SELECT *, row_number() OVER (PARTITION BY stratum ORDER BY hash, file, line) AS rank FROM hashed
            ), dealt AS (
                SELECT file, line, hash,
                    (row_number() OVER (ORDER BY stratum COLLATE "C", rank) - 1) % :count AS subset
                FROM ranked JOIN unnest(:strata::text[], :quotas::bigint[]) AS q (value, quota)
                    ON value = stratum AND rank <= quota
            ), placed AS (
                SELECT *, row_number() OVER (PARTITION BY subset ORDER BY hash, file, line) - 1 AS position FROM dealt
            )
            UPDATE import_rows r SET subset = p.subset, position = p.position
            FROM placed p WHERE r.job = :job AND r.file = p.file AND r.line = p.line""";

    private static final String ALL = """
            WITH placed AS (
                SELECT file, line, row_number() OVER (ORDER BY file, line) - 1 AS position
                FROM import_rows WHERE job = :job
            )
            UPDATE import_rows r SET subset = 0, position = p.position
            FROM placed p WHERE r.job = :job AND r.file = p.file AND r.line = p.line""";

    private final JdbcClient jdbc;

    Choice(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All rows, in their order, as one set. */
    void all(UUID job) {
        jdbc.sql(ALL).param("job", job).update();
    }

    /** @param quotas how many rows of each value are chosen, of {@link #quotas} */
    void deal(UUID job, Subsets subsets, SortedMap<String, Long> quotas) {
        jdbc.sql(DEAL)
                .param("job", job)
                .param("seed", Long.toString(subsets.seedOrDefault()))
                .param("count", subsets.count())
                .param("strata", quotas.keySet().toArray(String[]::new))
                .param("quotas", quotas.values().toArray(Long[]::new))
                .update();
    }

    /** Shares of {@code total} places as the strata's of all rows, in whole numbers. */
    static SortedMap<String, Long> quotas(SortedMap<String, Long> strata, long total) throws JobException {
        long rows = strata.values().stream().mapToLong(Long::longValue).sum();
        if (strata.size() > MAX_STRATA) {
            throw new JobException(
                    "TOO_MANY_STRATA", strata.size() + " values to stratify by; at most " + MAX_STRATA, false);
        }
        if (total > rows) {
            throw new JobException(
                    "TOO_FEW_ROWS", "Subsets of " + total + " rows in all cannot be made of " + rows, false);
        }
        SortedMap<String, Long> quotas = new TreeMap<>();
        Map<String, BigInteger> remainders = new TreeMap<>();
        long left = total;
        for (Map.Entry<String, Long> stratum : strata.entrySet()) {
            BigInteger[] share = BigInteger.valueOf(total)
                    .multiply(BigInteger.valueOf(stratum.getValue()))
                    .divideAndRemainder(BigInteger.valueOf(rows));
            quotas.put(stratum.getKey(), share[0].longValueExact());
            remainders.put(stratum.getKey(), share[1]);
            left -= share[0].longValueExact();
        }
        List<String> largest = new ArrayList<>(remainders.keySet());
        largest.sort(Comparator.comparing(remainders::get, Comparator.reverseOrder()));
        largest.subList(0, Math.toIntExact(left)).forEach(value -> quotas.merge(value, 1L, Long::sum));
        return quotas;
    }
}
