package io.opadpo.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store does. */
abstract class BlobStoreContract {
    static final BlobKey KEY = BlobKey.of("datasets", "alice", "d-1", "samples.jsonl");

    @TempDir
    Path files;

    BlobStore store;

    abstract BlobStore newStore() throws IOException;

    @BeforeEach
    void open() throws IOException {
        store = newStore();
    }

    @Test
    void whatIsPutIsThere() throws IOException {
        byte[] bytes = random(3_000_000);
        store.put(KEY, new ByteArrayInputStream(bytes));
        assertThat(store.exists(KEY)).isTrue();
        assertThat(store.bytes(KEY)).isEqualTo(bytes);
        try (Blob blob = store.open(KEY)) {
            assertThat(blob.size()).isEqualTo(bytes.length);
            assertThat(blob.stream().readNBytes(10)).hasSize(10);
        }
    }

    @Test
    void bytesAndFilesArePutToo() throws IOException {
        store.put(KEY, new byte[0]);
        assertThat(store.bytes(KEY)).isEmpty();
        byte[] bytes = random(100_000);
        Path file = Files.write(files.resolve("given"), bytes);
        store.put(KEY, file);
        assertThat(store.bytes(KEY)).isEqualTo(bytes);
        assertThat(file).exists();
    }

    @Test
    void severalArePutAtOnce() {
        Map<BlobKey, byte[]> several = Map.of(
                KEY, random(10_000), BlobKey.of("images", "alice", "a"), new byte[] {1}, BlobKey.of("b"), new byte[0]);
        store.put(KEY, random(10));

        store.putAll(several);

        several.forEach((key, bytes) -> assertThat(store.bytes(key)).isEqualTo(bytes));
    }

    @Test
    void aPutReplaces() {
        store.put(KEY, random(1000));
        store.put(KEY, new byte[] {1});
        assertThat(store.bytes(KEY)).containsExactly(1);
    }

    @Test
    void aPutThatBreaksOffLeavesWhatWasThere() {
        store.put(KEY, new byte[] {1});
        InputStream broken = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (--left < 0) {
                    throw new IOException("the other side is gone");
                }
                return 7;
            }
        };
        assertThatThrownBy(() -> store.put(KEY, broken)).isInstanceOf(BlobException.class);
        assertThat(store.bytes(KEY)).containsExactly(1);
        assertThat(keys(BlobKey.of("datasets"))).containsExactly(KEY);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(store.exists(KEY)).isFalse();
        assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(BlobNotFoundException.class);
        assertThatThrownBy(() -> store.bytes(KEY)).isInstanceOf(BlobNotFoundException.class);
        assertThatThrownBy(() -> store.copyTo(KEY, files.resolve("x"))).isInstanceOf(BlobNotFoundException.class);
        store.delete(KEY);
        assertThat(keys(BlobKey.of("datasets"))).isEmpty();
    }

    @Test
    void whatIsDeletedIsGone() {
        store.put(KEY, new byte[] {1});
        store.delete(KEY);
        assertThat(store.exists(KEY)).isFalse();
    }

    @Test
    void aFolderLists() {
        List<BlobKey> inside = Stream.of("images/alice/a", "images/alice/b/c", "images/alice/b/d")
                .map(BlobKey::new)
                .toList();
        inside.forEach(key -> store.put(key, new byte[] {1}));
        store.put(new BlobKey("images/alice-2/x"), new byte[] {1});
        assertThat(keys(BlobKey.of("images", "alice"))).containsExactlyInAnyOrderElementsOf(inside);
        assertThat(keys(BlobKey.of("images", "alice", "b"))).hasSize(2);
        assertThat(keys(BlobKey.of("images"))).hasSize(4);
    }

    @Test
    void whatIsDeletedDuringAListDoesNotBreakItOff() {
        BlobKey folder = BlobKey.of("images", "alice");
        for (String name : List.of("a", "b", "c/1", "c/2", "d", "e/1")) {
            store.put(new BlobKey(folder + "/" + name), new byte[] {1});
        }
        try (Stream<BlobKey> listed = store.list(folder)) {
            Iterator<BlobKey> each = listed.iterator();
            BlobKey first = each.next();
            List<BlobKey> others =
                    keys(folder).stream().filter(key -> !key.equals(first)).toList();
            others.forEach(store::delete);
            assertThatCode(() -> each.forEachRemaining(key -> assertThat(key).isIn(others)))
                    .doesNotThrowAnyException();
        }
        assertThat(keys(folder)).hasSize(1);
    }

    @Test
    void aLookTellsTheSize() {
        store.put(KEY, random(1234));
        StoredBlob seen = store.look(KEY);
        assertThat(seen.key()).isEqualTo(KEY);
        assertThat(seen.bytes()).isEqualTo(1234);
        try (Stream<StoredBlob> all = store.blobs(BlobKey.of("datasets"))) {
            assertThat(all).containsExactly(seen);
        }
        assertThatThrownBy(() -> store.look(BlobKey.of("datasets", "no"))).isInstanceOf(BlobNotFoundException.class);
    }

    @Test
    void aCopyAppearsWhole() throws IOException {
        byte[] bytes = random(200_000);
        store.put(KEY, bytes);
        Path target = Files.write(files.resolve("target"), new byte[] {9});
        store.copyTo(KEY, target);
        assertThat(target).hasBinaryContent(bytes);
        try (Stream<Path> all = Files.list(files)) {
            assertThat(all.filter(file -> file.getFileName().toString().startsWith("put")))
                    .isEmpty();
        }
    }

    List<BlobKey> keys(BlobKey folder) {
        try (Stream<BlobKey> keys = store.list(folder)) {
            return keys.toList();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
