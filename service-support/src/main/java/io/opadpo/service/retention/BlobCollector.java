package io.opadpo.service.retention;

import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobNotFoundException;
import io.opadpo.blobs.BlobStore;
import io.opadpo.blobs.StoredBlob;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes blobs to which no row refers, in two phases. A collection marks those that are older than the grace; one that
 * comes when a mark is older than that looks again, and then deletes. So a row has at least the time of grace to follow its
 * blob, and a blob that is put again lives on, whichever collection comes when.
 */
public class BlobCollector {
    private static final int BATCH = 500;

    private final BlobStore blobs;
    private final List<BlobReferences> folders;
    private final BlobMarks marks;
    private final JdbcClient jdbc;
    private final RetentionProperties properties;

    BlobCollector(
            BlobStore blobs,
            List<BlobReferences> folders,
            BlobMarks marks,
            JdbcClient jdbc,
            RetentionProperties properties) {
        this.blobs = blobs;
        this.folders = List.copyOf(folders);
        this.marks = marks;
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** The name of the lock under which it works: that of its folders. */
    public String lock() {
        return folders.stream().map(BlobReferences::folder).sorted().collect(Collectors.joining(",", "blobs in ", ""));
    }

    /** Collects once; a dry run changes nothing, not even marks. */
    public CollectedBlobs collect(boolean dryRun) {
        Instant before = now().minus(properties.blobsGrace());
        if (!dryRun) {
            blobs.discardUnfinished(before);
        }
        return new CollectedBlobs(
                dryRun,
                folders.stream()
                        .map(references -> new Pass(references, before, dryRun).run())
                        .toList());
    }

    private Instant now() {
        return jdbc.sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** One look at one folder. */
    private final class Pass {
        private final BlobReferences references;
        private final Instant before;
        private final boolean dryRun;
        private final Set<BlobKey> lost;
        private long count;
        private long bytes;
        private long unreferenced;
        private long unreferencedBytes;
        private long deleted;
        private long deletedBytes;

        Pass(BlobReferences references, Instant before, boolean dryRun) {
            this.references = references;
            this.before = before;
            this.dryRun = dryRun;
            this.lost = marks.all(references.folder());
        }

        CollectedBlobs.Folder run() {
            try (Stream<StoredBlob> all = blobs.blobs(BlobKey.of(references.folder()))) {
                List<StoredBlob> batch = new ArrayList<>();
                for (Iterator<StoredBlob> each = all.iterator(); each.hasNext(); ) {
                    batch.add(each.next());
                    if (batch.size() == BATCH || !each.hasNext()) {
                        look(batch);
                        batch.clear();
                    }
                }
            }
            if (!dryRun) {
                // Marks whose blobs are gone: the process that deleted them died before it could say so.
                marks.remove(lost);
            }
            return new CollectedBlobs.Folder(
                    references.folder(), count, bytes, unreferenced, unreferencedBytes, deleted, deletedBytes);
        }

        private void look(List<StoredBlob> batch) {
            Set<BlobKey> keys = batch.stream().map(StoredBlob::key).collect(Collectors.toSet());
            Set<BlobKey> needed = references.referenced(keys);
            List<StoredBlob> garbage = batch.stream()
                    .filter(blob ->
                            !needed.contains(blob.key()) && blob.modified().isBefore(before))
                    .toList();
            Set<BlobKey> garbageKeys = garbage.stream().map(StoredBlob::key).collect(Collectors.toSet());
            lost.removeAll(keys);
            count += batch.size();
            bytes += sum(batch);
            unreferenced += garbage.size();
            unreferencedBytes += sum(garbage);
            Set<BlobKey> due = marks.due(garbageKeys);
            for (StoredBlob blob : garbage) {
                if (due.contains(blob.key()) && (dryRun || delete(blob.key()))) {
                    deleted++;
                    deletedBytes += blob.bytes();
                }
            }
            if (!dryRun) {
                Set<BlobKey> kept = new HashSet<>(keys);
                kept.removeAll(garbageKeys);
                marks.remove(kept);
                garbageKeys.removeAll(due);
                marks.add(garbageKeys);
            }
        }

        private boolean delete(BlobKey key) {
            return marks.whileMarked(key, () -> {
                if (!references.referenced(Set.of(key)).isEmpty() || !isOld(key)) {
                    return false;
                }
                blobs.delete(key);
                return true;
            });
        }

        private boolean isOld(BlobKey key) {
            try {
                return blobs.look(key).modified().isBefore(before);
            } catch (BlobNotFoundException e) {
                return false;
            }
        }

        private static long sum(List<StoredBlob> blobs) {
            return blobs.stream().mapToLong(StoredBlob::bytes).sum();
        }
    }
}
