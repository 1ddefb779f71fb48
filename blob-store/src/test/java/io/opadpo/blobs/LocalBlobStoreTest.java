package io.opadpo.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocalBlobStoreTest extends BlobStoreContract {
    @Override
    BlobStore newStore() {
        return new LocalBlobStore(files.resolve("blobs"));
    }

    @Test
    void nothingHalfWrittenStaysBehind() throws IOException {
        aPutThatBreaksOffLeavesWhatWasThere();
        try (Stream<Path> left = Files.list(files.resolve("blobs/.tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whatADeadProcessWasWritingIsDiscardedWhenItIsOld() throws IOException {
        Path old = Files.write(files.resolve("blobs/.tmp/put1"), new byte[] {1});
        Path young = Files.write(files.resolve("blobs/.tmp/put2"), new byte[] {1});
        Instant now = Instant.now();
        Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(3600)));
        Files.setLastModifiedTime(young, FileTime.from(now));

        assertThat(store.discardUnfinished(now.minusSeconds(60))).isEqualTo(1);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void readersSeeTheOldOrTheNewAndNothingBetween() throws Exception {
        store.put(KEY, filled(0));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<?> writer = threads.submit(() -> IntStream.range(0, 60).forEach(i -> store.put(KEY, filled(i))));
            Callable<Boolean> reader = () -> {
                boolean whole = true;
                while (!writer.isDone()) {
                    byte[] seen = store.bytes(KEY);
                    whole &= seen.length == 50_000 && seen[0] == seen[seen.length - 1];
                }
                return whole;
            };
            for (Future<Boolean> whole : threads.invokeAll(List.of(reader, reader))) {
                assertThat(whole.get()).isTrue();
            }
            writer.get();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aBlobIsNoFolder() {
        store.put(KEY, new byte[] {1});
        assertThatThrownBy(() -> store.put(KEY.resolve("below"), new byte[] {1}))
                .isInstanceOf(BlobException.class);
        assertThat(store.exists(BlobKey.of("datasets", "alice"))).isFalse();
        assertThatThrownBy(() -> store.open(BlobKey.of("datasets"))).isInstanceOf(BlobNotFoundException.class);
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path secret = Files.write(files.resolve("secret"), new byte[] {1});
        store.put(KEY, new byte[] {2});
        Files.createSymbolicLink(files.resolve("blobs/datasets/link"), secret);
        assertThatThrownBy(() -> store.open(BlobKey.of("datasets", "link"))).isInstanceOf(BlobNotFoundException.class);
        assertThat(Set.copyOf(keys(BlobKey.of("datasets")))).containsExactly(KEY);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[50_000];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
