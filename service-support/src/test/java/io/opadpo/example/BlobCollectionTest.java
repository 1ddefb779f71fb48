package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.service.retention.BlobCollector;
import io.opadpo.service.retention.BlobMarks;
import io.opadpo.service.retention.CollectedBlobs;
import io.opadpo.service.security.Scope;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Pictures of labels, with rows that refer to them or not. The grace is the usual one of seven days. */
class BlobCollectionTest {
    private static final Duration WEEK = Duration.ofDays(8);

    private final TestService service = Example.SERVICE;
    private final BlobStore blobs = service.bean(BlobStore.class);
    private final BlobCollector collector = service.bean(BlobCollector.class);
    private final BlobMarks marks = service.bean(BlobMarks.class);
    private final LabelPictures pictures = service.bean(LabelPictures.class);
    private final JdbcClient jdbc = service.bean(JdbcClient.class);

    @AfterEach
    void clear() {
        pictures.afterLook = () -> {};
        try (Stream<BlobKey> all = blobs.list(BlobKey.of("labels"))) {
            all.toList().forEach(blobs::delete);
        }
        jdbc.sql("DELETE FROM unreferenced_blobs").update();
    }

    @Test
    void whatNothingRefersToIsMarkedAndLaterDeleted() {
        BlobKey lost = oldBlob();
        assertThat(folder(collector.collect(false)).unreferenced()).isEqualTo(1);
        assertThat(folder(collector.collect(false)).deleted())
                .as("the mark is young")
                .isZero();
        assertThat(blobs.exists(lost)).isTrue();

        aWeekPasses();
        assertThat(folder(collector.collect(false)).deletedBytes()).isEqualTo(3);
        assertThat(blobs.exists(lost)).isFalse();
        assertThat(marked()).isZero();
    }

    @Test
    void whatARowRefersToStays() {
        BlobKey used = oldBlob();
        label(used);
        collector.collect(false);
        aWeekPasses();
        CollectedBlobs.Folder found = folder(collector.collect(false));

        assertThat(found.blobs()).isEqualTo(1);
        assertThat(found.unreferenced()).isZero();
        assertThat(blobs.exists(used)).isTrue();
    }

    @Test
    void theYoungStay() {
        BlobKey young = BlobKey.of("labels", UUID.randomUUID().toString());
        blobs.put(young, new byte[] {1});
        collector.collect(false);
        assertThat(marked()).isZero();
    }

    @Test
    void aRowThatComesAfterTheMarkSavesItsBlob() {
        BlobKey late = oldBlob();
        collector.collect(false);
        aWeekPasses();
        label(late);
        assertThat(folder(collector.collect(false)).deleted()).isZero();
        assertThat(blobs.exists(late)).isTrue();
        assertThat(marked()).as("and the mark is gone").isZero();
    }

    @Test
    void aBlobThatIsAboutToBePutAgainIsNotDeleted() {
        BlobKey again = oldBlob();
        collector.collect(false);
        aWeekPasses();
        marks.keep(again);

        assertThat(folder(collector.collect(false)).deleted())
                .as("between the first step of an upload and its last")
                .isZero();
        blobs.put(again, new byte[] {1, 2, 3});
        aWeekPasses();
        assertThat(folder(collector.collect(false)).deleted())
                .as("what was put is young")
                .isZero();
        label(again);
        assertThat(blobs.exists(again)).isTrue();
    }

    /** The worst moment: the collector has looked for rows and found none, and has not deleted yet. */
    @Test
    void anUploadWaitsForADeletionAndComesAfterIt() {
        BlobKey again = oldBlob();
        collector.collect(false);
        aWeekPasses();
        CompletableFuture<CompletableFuture<Void>> upload = new CompletableFuture<>();
        collectAnd(() -> {
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
                marks.keep(again);
                blobs.put(again, new byte[] {7});
                label(again);
            });
            upload.complete(waiting);
            CompletableFuture.runAsync(() -> awaitSomebodyWaiting(waiting)).join();
            assertThat(waiting).as("the mark is locked").isNotDone();
        });
        upload.join().join();

        assertThat(blobs.bytes(again)).containsExactly(7);
        collector.collect(false);
        assertThat(blobs.exists(again)).isTrue();
    }

    @Test
    void twoCollectorsDeleteEachBlobOnce() {
        int count = 60;
        for (int i = 0; i < count; i++) {
            oldBlob();
        }
        collector.collect(false);
        aWeekPasses();
        CompletableFuture<CollectedBlobs> other = CompletableFuture.supplyAsync(() -> collector.collect(false));
        long here = folder(collector.collect(false)).deleted();

        assertThat(here + folder(other.join()).deleted()).isEqualTo(count);
        assertThat(folder(collector.collect(true)).blobs()).isZero();
    }

    @Test
    void aCollectorThatDiesAfterADeletionLeavesNothingButItsMark() {
        BlobKey lost = oldBlob();
        collector.collect(false);
        aWeekPasses();
        assertThatThrownBy(() -> collectAnd(() -> {
                    blobs.delete(lost);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(marked()).isEqualTo(1);

        pictures.afterLook = () -> {};
        assertThat(folder(collector.collect(false)).deleted()).isZero();
        assertThat(marked()).isZero();
    }

    @Test
    void operatorsCollectAndNobodyElse() {
        BlobKey lost = oldBlob();
        Api admin = service.as("operator", Set.of(Scope.ADMIN));
        assertThat(service.as("alice").post("/v1/admin/blobs/collect").status()).isEqualTo(403);

        JsonNode looked = admin.post("/v1/admin/blobs/collect").json();
        assertThat(looked.path("dry_run").asBoolean()).isTrue();
        assertThat(looked.at("/folders/0/unreferenced").asInt()).isEqualTo(1);
        assertThat(looked.at("/folders/0/unreferenced_bytes").asInt()).isEqualTo(3);
        assertThat(marked()).as("nothing was changed").isZero();

        admin.post("/v1/admin/blobs/collect?dry_run=false");
        aWeekPasses();
        assertThat(admin.post("/v1/admin/blobs/collect")
                        .json()
                        .at("/folders/0/deleted")
                        .asInt())
                .as("what would be deleted")
                .isEqualTo(1);
        assertThat(blobs.exists(lost)).isTrue();
        admin.post("/v1/admin/blobs/collect?dry_run=false");
        assertThat(blobs.exists(lost)).isFalse();
    }

    private BlobKey oldBlob() {
        BlobKey key = BlobKey.of("labels", UUID.randomUUID().toString());
        blobs.put(key, new byte[] {1, 2, 3});
        Path file = Example.BLOBS.resolve(key.value());
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(WEEK)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return key;
    }

    private void label(BlobKey key) {
        jdbc.sql("INSERT INTO example_labels (id, owner, name) VALUES (gen_random_uuid(), 'alice', :name)")
                .param("name", key.value().substring("labels/".length()))
                .update();
    }

    /** For marks. */
    private void aWeekPasses() {
        jdbc.sql("UPDATE unreferenced_blobs SET marked = marked - interval '8 days'")
                .update();
    }

    private long marked() {
        return jdbc.sql("SELECT count(*) FROM unreferenced_blobs")
                .query(Long.class)
                .single();
    }

    /** A collection that does this in the midst of a deletion: between its last look for rows and the deletion itself. */
    private void collectAnd(Runnable deed) {
        AtomicInteger looks = new AtomicInteger();
        pictures.afterLook = () -> {
            // The first look is at all the blobs, the second at the one that is due.
            if (looks.incrementAndGet() == 2) {
                deed.run();
            }
        };
        collector.collect(false);
        assertThat(looks).hasValue(2);
    }

    /** Until somebody waits for a lock, or this one has ended without. */
    private void awaitSomebodyWaiting(CompletableFuture<Void> waiting) {
        while (!waiting.isDone()
                && jdbc.sql("SELECT count(*) FROM pg_stat_activity"
                                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()")
                                .query(Integer.class)
                                .single()
                        == 0) {
            Thread.onSpinWait();
        }
    }

    private static CollectedBlobs.Folder folder(CollectedBlobs collected) {
        return collected.folders().get(0);
    }
}
