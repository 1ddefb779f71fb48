package io.opadpo.llava.train;

import io.opadpo.llava.LlavaException;
import io.opadpo.llava.train.data.Prepared;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Decodes images ahead of their use, on threads of its own: a picture takes tens of milliseconds to decode and resize, in
 * which a GPU would have nothing to do.
 */
final class ImagePipeline implements AutoCloseable {

    private final TrainingImages images;
    private final ExecutorService threads;
    private final Map<String, CompletableFuture<float[]>> expected = new ConcurrentHashMap<>();

    ImagePipeline(TrainingImages images) {
        this.images = images;
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        this.threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "image-decoder");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to decode images that are about to be asked for, each once; 1.4 MB each at 336 pixels. */
    void expect(Collection<? extends Prepared.Item<?>> items) {
        for (Prepared.Item<?> item : items) {
            if (item.image() != null) {
                expected.computeIfAbsent(item.id(), id -> CompletableFuture.supplyAsync(() -> decode(item), threads));
            }
        }
    }

    /**
     * Pixels {@code [3, S, S]} of a sample's image, which it must have. What was expected is so no longer.
     *
     * @throws io.opadpo.llava.LlavaException naming the sample or file, if the image cannot be read
     */
    float[] pixels(Prepared.Item<?> item) {
        CompletableFuture<float[]> decoded = expected.remove(item.id());
        if (decoded == null) {
            return decode(item);
        }
        try {
            return decoded.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Drops a sample's image if it was expected: it is not needed after all. */
    void forget(Prepared.Item<?> item) {
        expected.remove(item.id());
    }

    /** Ids of samples whose images cannot be read, and why. Decodes all images, and keeps none. */
    Map<String, String> unreadable(List<? extends Prepared.Item<?>> items) {
        Map<String, String> faults = new ConcurrentHashMap<>();
        CompletableFuture<?>[] tasks = items.stream()
                .filter(item -> item.image() != null)
                .map(item -> CompletableFuture.runAsync(() -> probe(item, faults), threads))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(tasks).join();
        return faults;
    }

    private void probe(Prepared.Item<?> item, Map<String, String> faults) {
        try {
            decode(item);
        } catch (LlavaException e) {
            faults.put(item.id(), String.valueOf(e.getMessage()));
        }
    }

    private float[] decode(Prepared.Item<?> item) {
        return images.pixels(item.id(), Objects.requireNonNull(item.image()));
    }

    /** Drops what is still expected. */
    @Override
    public void close() {
        threads.shutdownNow();
        expected.clear();
    }
}
