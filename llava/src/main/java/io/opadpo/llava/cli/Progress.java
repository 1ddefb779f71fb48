package io.opadpo.llava.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far a piece of work is and when it will be done: a line a second at most, and one at the end. */
final class Progress {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final String what;
    private final boolean shown;
    private final LongSupplier nanoTime;
    private final long start;
    private long last;

    Progress(PrintWriter err, String what, boolean shown, LongSupplier nanoTime) {
        this.err = err;
        this.what = what;
        this.shown = shown;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.last = start;
    }

    /** So many are done. */
    void update(int done, int all) {
        long now = nanoTime.getAsLong();
        if (!shown || done < 1 || (done < all && now - last < INTERVAL_NANOS)) {
            return;
        }
        last = now;
        double seconds = (now - start) / 1e9;
        String rate = String.format(Locale.ROOT, "%s %d/%d, %.1f/s", what, done, all, done / Math.max(seconds, 1e-3));
        err.println(rate + (done < all ? ", " + time(seconds / done * (all - done)) + " left" : ", " + time(seconds)));
        err.flush();
    }

    static String time(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
