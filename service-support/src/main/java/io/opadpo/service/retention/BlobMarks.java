package io.opadpo.service.retention;

import io.opadpo.blobs.BlobKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Marks of blobs to which no row refers: the table {@code unreferenced_blobs}. */
public class BlobMarks {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final double grace;

    BlobMarks(JdbcClient jdbc, TransactionOperations transactions, RetentionProperties properties) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.grace = properties.blobsGrace().toSeconds();
    }

    /**
     * Takes a blob's mark away. To be called before a blob is put whose key may have been in use before, and the row that
     * refers to it written; then both have the time of grace to follow. If the blob is being deleted, this waits for it.
     */
    public void keep(BlobKey key) {
        remove(Set.of(key));
    }

    /** {@link #keep(BlobKey)} for several blobs at once. */
    public void keep(Collection<BlobKey> keys) {
        remove(keys);
    }

    void remove(Collection<BlobKey> keys) {
        jdbc.sql("DELETE FROM unreferenced_blobs WHERE key = ANY(:keys)")
                .param("keys", texts(keys))
                .update();
    }

    void add(Collection<BlobKey> keys) {
        jdbc.sql("INSERT INTO unreferenced_blobs (key) SELECT unnest(:keys) ON CONFLICT DO NOTHING")
                .param("keys", texts(keys))
                .update();
    }

    /** Those of the blobs whose marks are older than the grace. */
    Set<BlobKey> due(Collection<BlobKey> keys) {
        Set<BlobKey> due = new java.util.HashSet<>();
        jdbc.sql("""
                        SELECT key FROM unreferenced_blobs
                        WHERE key = ANY(:keys) AND marked < clock_timestamp() - make_interval(secs => :grace)""")
                .param("keys", texts(keys))
                .param("grace", grace)
                .query(String.class)
                .list()
                .forEach(key -> due.add(new BlobKey(key)));
        return due;
    }

    /**
     * Does something to a blob while its mark, which has to be due, cannot be taken away by anybody else; then takes it
     * away.
     *
     * @return what the deed says; false if there is no mark, or somebody else has it in hands
     */
    boolean whileMarked(BlobKey key, BooleanSupplier deed) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            List<String> held = jdbc.sql("""
                            SELECT key FROM unreferenced_blobs
                            WHERE key = :key AND marked < clock_timestamp() - make_interval(secs => :grace)
                            FOR UPDATE SKIP LOCKED""")
                    .param("key", key.value())
                    .param("grace", grace)
                    .query(String.class)
                    .list();
            if (held.isEmpty()) {
                return false;
            }
            boolean done = deed.getAsBoolean();
            remove(Set.of(key));
            return done;
        }));
    }

    /** The marked ones of a folder. */
    Set<BlobKey> all(String folder) {
        Set<BlobKey> all = new java.util.HashSet<>();
        jdbc.sql("SELECT key FROM unreferenced_blobs WHERE starts_with(key, :folder)")
                .param("folder", folder + "/")
                .query(String.class)
                .list()
                .forEach(key -> all.add(new BlobKey(key)));
        return all;
    }

    private static String[] texts(Collection<BlobKey> keys) {
        Set<String> sorted = new TreeSet<>();
        keys.forEach(key -> sorted.add(key.value()));
        return sorted.toArray(String[]::new);
    }
}
