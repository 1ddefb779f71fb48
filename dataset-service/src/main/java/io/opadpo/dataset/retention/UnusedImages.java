package io.opadpo.dataset.retention;

import io.opadpo.dataset.version.DatasetImages;
import io.opadpo.service.retention.Sweep;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Forgets images that nobody uses. It looks for them once, as that reads all items, and then goes through what it found.
 * Rows are locked first and judged by a statement that begins afterwards, and whoever is about to use an image says so on
 * its row: so none that is used is lost.
 */
@Component
class UnusedImages implements Sweep {

    /** Most that one sweep looks for; the next one goes on. */
    private static final int SWEEP = 100_000;

    /** Each is judged by reading the items once more, so there are not to be many. */
    private static final int BATCH = 10_000;

    private static final String UNUSED = """
            i.used < clock_timestamp() - make_interval(secs => :age)
            AND NOT EXISTS (SELECT FROM prompts p JOIN prompt_sets s ON s.id = p.prompt_set
                            WHERE s.owner = i.owner AND p.image = i.sha256)
            AND NOT EXISTS (SELECT FROM dataset_images d JOIN datasets s ON s.id = d.dataset
                            WHERE s.owner = i.owner AND d.image = i.sha256)
            AND NOT EXISTS (SELECT FROM datasets s WHERE s.owner = i.owner AND NOT s.images_listed)
            AND NOT EXISTS (SELECT FROM item_results r JOIN job_states j ON j.id = r.job
                            WHERE j.owner = i.owner AND r.output ->> 'image' = i.sha256)""";

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
        datasets.list();
        List<String> found = jdbc.sql("SELECT owner || '/' || sha256 FROM images i WHERE " + UNUSED + " LIMIT " + SWEEP)
                .param("age", (double) age.toSeconds())
                .query(String.class)
                .list();
        long removed = 0;
        for (int i = 0; i < found.size() && !Thread.currentThread().isInterrupted(); i += BATCH) {
            removed += remove(found.subList(i, Math.min(found.size(), i + BATCH)), age.toSeconds());
        }
        return removed;
    }

    private int remove(List<String> found, double seconds) {
        return transaction.execute(status -> {
            String[] locked = jdbc.sql("""
                            SELECT owner || '/' || sha256 FROM images
                            WHERE (owner, sha256) IN (SELECT split_part(f, '/', 1), split_part(f, '/', 2)
                                                      FROM unnest(:found) f)
                            ORDER BY owner, sha256 FOR UPDATE SKIP LOCKED""")
                    .param("found", found.toArray(String[]::new))
                    .query(String.class)
                    .list()
                    .toArray(String[]::new);
            return jdbc.sql("DELETE FROM images i USING unnest(:locked) l"
                            + " WHERE owner = split_part(l, '/', 1) AND sha256 = split_part(l, '/', 2) AND " + UNUSED)
                    .param("locked", locked)
                    .param("age", seconds)
                    .update();
        });
    }
}
