package io.opadpo.llava.cli;

import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.train.telemetry.StepRecord;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a training is, what its loss is and when it will be done: a line a second at most, and one at the end. */
final class TrainingProgress {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final boolean shown;
    private final LongSupplier nanoTime;
    private long all;
    private long last;

    TrainingProgress(PrintWriter err, boolean shown, LongSupplier nanoTime) {
        this.err = err;
        this.shown = shown;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    void plan(int microBatch, boolean recompute, long neededBytes, long freeBytes) {
        if (shown) {
            String memory = freeBytes < 0
                    ? "free memory unknown"
                    : String.format(
                            Locale.ROOT,
                            "activations take up to %.1f of %.1f GiB that are free",
                            gibibytes(neededBytes),
                            gibibytes(freeBytes));
            println("memory: " + memory + ", micro-batch " + microBatch
                    + (recompute ? ", activations recomputed" : ""));
        }
    }

    /** Warnings are no progress: they are shown in any case. */
    void warn(String message) {
        println("warning: " + message);
    }

    private static double gibibytes(long bytes) {
        return bytes / (double) (1 << 30);
    }

    void start(long done, long total) {
        all = total;
        if (shown && done > 0) {
            println("train goes on after step " + done + "/" + total);
        }
    }

    void update(StepRecord step) {
        long now = nanoTime.getAsLong();
        if (!shown || (step.step() < all && now - last < INTERVAL_NANOS)) {
            return;
        }
        last = now;
        String line = String.format(
                Locale.ROOT,
                "train %d/%d, epoch %.2f, loss %.4f",
                step.step(),
                all,
                step.epoch(),
                step.scalars().getOrDefault(Scalars.LOSS, Double.NaN));
        Double evaluated = step.scalars().get(Scalars.EVALUATION + Scalars.LOSS);
        Double left = step.scalars().get(Scalars.ETA_SECONDS);
        println(line
                + (evaluated == null ? "" : String.format(Locale.ROOT, ", held-out loss %.4f", evaluated))
                + (left == null || step.step() >= all ? "" : ", " + Progress.time(left) + " left"));
    }

    private void println(String line) {
        err.println(line);
        err.flush();
    }
}
