package io.opadpo.llava.train;

import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.VisionFeatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Features of images under a frozen tower, computed once and kept in a file (1.2 MB an image of LLaVA-1.5) until the training
 * ends. Images that no longer fit are computed each time. Safe for use by several threads.
 */
final class FeatureCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

    /** Images whose features wait to be written. */
    private static final int PENDING = 32;

    /** One of each thread, as direct memory is freed late. */
    private final ThreadLocal<ByteBuffer> buffers;

    private final FileChannel file;
    private final int bytesPerImage;
    private final long slots;
    private final AtomicLong used = new AtomicLong();

    /** Writes beside the device's work; who puts more than it can keep up with writes by himself. */
    private final ExecutorService writer = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(PENDING), new ThreadPoolExecutor.CallerRunsPolicy());

    private final Map<String, Long> slotOf = new ConcurrentHashMap<>();

    /**
     * An empty cache.
     *
     * @param path file that exists while the cache is open
     * @param model whose features are kept
     * @param limit bytes of the file at most; never more than half of what the disk has free
     */
    FeatureCache(Path path, LlavaModel model, long limit) throws IOException {
        this.bytesPerImage = VisionFeatures.bytes(model);
        this.buffers = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(bytesPerImage));
        long free = Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace();
        this.slots = Math.min(limit, free / 2) / bytesPerImage;
        this.file = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Whether an image's features are there. */
    boolean has(String image) {
        return slotOf.containsKey(image);
    }

    /** An image's features on a model's device, to be closed by the caller; null if they are not there. */
    @Nullable
    VisionFeatures get(String image, LlavaModel model) {
        Long slot = slotOf.get(image);
        if (slot == null) {
            return null;
        }
        ByteBuffer bytes = buffers.get().clear();
        try {
            for (long at = slot * bytesPerImage; bytes.hasRemaining(); ) {
                int read = file.read(bytes, at + bytes.position());
                if (read < 0) {
                    throw new TrainingException("the cache of vision features ends before image " + image);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return VisionFeatures.read(model, bytes.flip());
    }

    /** Keeps an image's features, if there is room. */
    void put(String image, VisionFeatures features, LlavaModel model) {
        if (used.get() >= slots || has(image)) {
            return;
        }
        long slot = used.getAndIncrement();
        if (slot >= slots) {
            return;
        }
        ByteBuffer bytes = features.toBytes(model);
        Map<String, String> said = MDC.getCopyOfContextMap();
        writer.execute(() -> {
            // Its lines in the log are the training's.
            MDC.setContextMap(said == null ? Map.of() : said);
            write(image, slot, bytes);
        });
    }

    /** An image whose features cannot be written is one that they are computed for each time. */
    private void write(String image, long slot, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes, slot * bytesPerImage + bytes.position());
            }
            slotOf.put(image, slot);
        } catch (IOException e) {
            LOG.warn("features of image {} are not kept: {}", image, e.toString());
        }
    }

    /** Waits until what this thread has put can be had. */
    void flush() {
        CompletableFuture.runAsync(() -> {}, writer).join();
    }

    /** To be called when no thread puts anything any more. */
    @Override
    public void close() throws IOException {
        flush();
        writer.shutdownNow();
        file.close();
    }
}
