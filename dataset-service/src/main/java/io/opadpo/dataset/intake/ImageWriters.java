package io.opadpo.dataset.intake;

import io.opadpo.dataset.image.Images;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Threads that store images. A stored one has waited for the disk three times, so several wait together; how many bytes
 * wait is bounded.
 */
final class ImageWriters implements AutoCloseable {

    private static final int THREADS = 6;
    private static final int MAX_KILOBYTES = 48_000;

    private final String owner;
    private final Images images;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Semaphore room = new Semaphore(MAX_KILOBYTES);

    ImageWriters(String owner, Images images) {
        this.owner = owner;
        this.images = images;
    }

    /** Stores an image and gives its name, some time. */
    CompletableFuture<String> store(byte[] image) {
        int kilobytes = Math.min(MAX_KILOBYTES, image.length / 1_000 + 1);
        room.acquireUninterruptibly(kilobytes);
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return images.store(owner, image).sha256();
                    } finally {
                        room.release(kilobytes);
                    }
                },
                threads);
    }

    /** What has begun is finished. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
