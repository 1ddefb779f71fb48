package io.opadpo.dataset.intake;

import io.opadpo.dataset.image.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Threads that store images. Each takes a group of them, which costs one query, one transaction and one sync of the
 * folder; files still wait for the disk one by one, so several groups wait together. How many bytes wait is bounded.
 */
final class ImageWriters implements AutoCloseable {

    private static final int THREADS = 12;
    private static final int GROUP = 16;
    private static final int MAX_KILOBYTES = 48_000;

    private final String owner;
    private final Images images;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final int kilobytes;
    private final Semaphore room;
    private Group group = new Group();

    ImageWriters(String owner, Images images) {
        this(owner, images, MAX_KILOBYTES);
    }

    /** @param kilobytes most that wait at a time */
    ImageWriters(String owner, Images images, int kilobytes) {
        this.owner = owner;
        this.images = images;
        this.kilobytes = kilobytes;
        this.room = new Semaphore(kilobytes);
    }

    /** Images that are stored together, and how much room they take. */
    private static final class Group {
        final List<byte[]> images = new ArrayList<>();
        final CompletableFuture<List<String>> names = new CompletableFuture<>();
        int kilobytes;
    }

    /** Stores an image and gives its name, some time after the next {@link #flush}. */
    CompletableFuture<String> store(byte[] image) {
        int size = Math.min(kilobytes, image.length / 1_000 + 1);
        if (!room.tryAcquire(size)) {
            flush(); // What waits in the group keeps room that nobody would ever give back.
            room.acquireUninterruptibly(size);
        }
        int place = group.images.size();
        group.images.add(image);
        group.kilobytes += size;
        CompletableFuture<String> name = group.names.thenApply(names -> names.get(place));
        if (group.images.size() == GROUP) {
            flush();
        }
        return name;
    }

    /** Begins to store all that came so far. */
    void flush() {
        Group full = group;
        group = new Group();
        if (!full.images.isEmpty()) {
            threads.execute(() -> store(full));
        }
    }

    private void store(Group full) {
        try {
            full.names.complete(images.storeAll(owner, full.images));
        } catch (RuntimeException | Error e) {
            full.names.completeExceptionally(e);
        } finally {
            room.release(full.kilobytes);
        }
    }

    /** What has begun is finished. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
