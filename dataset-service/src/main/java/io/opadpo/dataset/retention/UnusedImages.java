package io.opadpo.dataset.retention;

import io.opadpo.dataset.version.DatasetImages;
import io.opadpo.service.retention.Sweep;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Forgets images that nobody uses. It looks for them once, as that reads all items, and then goes through what it found.
 * Rows are locked first and judged by a statement that begins afterwards, and whoever is about to use an image says so on
 * its row: so none that is used is lost. Of items only those can be new whose job had not ended when it began to look.
 *
 * <p>No index tells which items name an image: it would be twice as large as their key, and each write of items would take
 * half as long again.
 */
@Component
class UnusedImages implements Sweep {

    /** Most that one sweep looks for; the next one goes on. */
    private static final int SWEEP = 100_000;

    /** Judged by one reading of prompts and data sets each. */
    private static final int BATCH = 10_000;

    /**
     * Estimates of such anti-joins are far too low at times, and so is that of an array's length in a plan made for any. A
     * nested loop then reads whole tables for each image.
     */
    private static final String HASHED = "SET LOCAL enable_nestloop = off";

    private static final String UNUSED = """
            i.used < clock_timestamp() - make_interval(secs => :age)
            AND NOT EXISTS (SELECT FROM prompts p JOIN prompt_sets s ON s.id = p.prompt_set
                            WHERE s.owner = i.owner AND p.image = i.sha256)
            AND NOT EXISTS (SELECT FROM dataset_images d JOIN datasets s ON s.id = d.dataset
                            WHERE s.owner = i.owner AND d.image = i.sha256)
            AND NOT EXISTS (SELECT FROM datasets s WHERE s.owner = i.owner AND NOT s.images_listed)""";

    private static final String FIND = "SELECT owner || '/' || sha256 FROM images i WHERE " + UNUSED + """
             AND NOT EXISTS (SELECT FROM item_results r JOIN job_states j ON j.id = r.job
                            WHERE j.owner = i.owner AND r.output ->> 'image' = i.sha256)
            LIMIT\s""" + SWEEP;

    private static final String LOCK = """
            SELECT owner || '/' || sha256 FROM images
            WHERE (owner, sha256) IN (SELECT split_part(f, '/', 1), split_part(f, '/', 2) FROM unnest(:found) f)
            ORDER BY owner, sha256 FOR UPDATE SKIP LOCKED""";

    private static final String NAMED_SINCE = """
            SELECT DISTINCT j.owner || '/' || (r.output ->> 'image')
            FROM job_states j JOIN item_results r ON r.job = j.id
            WHERE (j.finished IS NULL OR j.finished > :began)
                AND r.output ->> 'image' IN (SELECT split_part(l, '/', 2) FROM unnest(:locked) l)""";

    private static final String DELETE = """
            DELETE FROM images i USING unnest(:unnamed) l
            WHERE owner = split_part(l, '/', 1) AND sha256 = split_part(l, '/', 2) AND\s""" + UNUSED;

    /** Images as owner/hash, and the database's time before it was asked for them. */
    record Found(OffsetDateTime began, List<String> images) {}

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final DatasetImages datasets;
    private final @Nullable Duration age;

    UnusedImages(JdbcClient jdbc, TransactionOperations transaction, DatasetImages datasets, ImageRetention retention) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.datasets = datasets;
        this.age = retention.images();
    }

    @Override
    public String name() {
        return "unused images";
    }

    @Override
    public long sweep() {
        if (age == null) {
            return 0;
        }
        Found found = find(age);
        long removed = 0;
        for (int i = 0; i < found.images().size() && !Thread.currentThread().isInterrupted(); i += BATCH) {
            int end = Math.min(found.images().size(), i + BATCH);
            removed += remove(new Found(found.began(), found.images().subList(i, end)), age);
        }
        return removed;
    }

    /** What nobody seems to use. */
    Found find(Duration unusedFor) {
        datasets.list();
        OffsetDateTime began =
                jdbc.sql("SELECT clock_timestamp()").query(OffsetDateTime.class).single();
        return transaction.execute(status -> {
            jdbc.sql(HASHED).update();
            return new Found(
                    began,
                    jdbc.sql(FIND)
                            .param("age", (double) unusedFor.toSeconds())
                            .query(String.class)
                            .list());
        });
    }

    /** Removes what of it still nobody uses, and says how many these were. */
    int remove(Found found, Duration unusedFor) {
        return transaction.execute(status -> {
            List<String> locked = jdbc.sql(LOCK)
                    .param("found", found.images().toArray(String[]::new))
                    .query(String.class)
                    .list();
            Set<String> named = Set.copyOf(jdbc.sql(NAMED_SINCE)
                    .param("began", found.began())
                    .param("locked", locked.toArray(String[]::new))
                    .query(String.class)
                    .list());
            jdbc.sql(HASHED).update();
            return jdbc.sql(DELETE)
                    .param(
                            "unnamed",
                            locked.stream()
                                    .filter(image -> !named.contains(image))
                                    .toArray(String[]::new))
                    .param("age", (double) unusedFor.toSeconds())
                    .update();
        });
    }
}
