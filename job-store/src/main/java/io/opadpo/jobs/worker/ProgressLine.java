package io.opadpo.jobs.worker;

import io.opadpo.jobs.Progress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets progress through at an interval, and keeps the latest of what came in between. */
final class ProgressLine {
    private final Consumer<Progress> sink;
    private final long intervalNanos;
    private @Nullable Progress held;
    private long written;

    ProgressLine(Consumer<Progress> sink, Duration interval) {
        this.sink = sink;
        this.intervalNanos = interval.toNanos();
        this.written = System.nanoTime() - intervalNanos;
    }

    synchronized void put(Progress progress) {
        held = progress;
        if (System.nanoTime() - written >= intervalNanos) {
            flush();
        }
    }

    synchronized void flush() {
        if (held != null) {
            sink.accept(held);
            held = null;
            written = System.nanoTime();
        }
    }
}
