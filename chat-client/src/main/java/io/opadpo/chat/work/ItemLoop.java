package io.opadpo.chat.work;

import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.jobs.worker.StopReason;
import io.opadpo.jobs.worker.StopRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Works through a job's items, some at once. What was done in an earlier run is left out. Items are written as soon as
 * they end: those that ended during one write make up the next.
 *
 * <p>A run that is to stop takes nothing more, lets requests end for a while, writes what ended and drops the rest.
 */
public final class ItemLoop {
    private static final long TICK_MILLIS = 100;
    private static final int BATCH = 200;

    private final JobRun run;
    private final LoopSettings settings;
    private final int concurrency;
    private final Supplier<String> note;
    private final BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
    private final Map<String, Disposable> running = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    public ItemLoop(JobRun run, LoopSettings settings, int concurrency) {
        this(run, settings, concurrency, () -> "");
    }

    /**
     * @param note what the job's progress says beside the counts; empty for nothing
     */
    public ItemLoop(JobRun run, LoopSettings settings, int concurrency, Supplier<String> note) {
        this.run = run;
        this.settings = settings;
        this.concurrency = concurrency;
        this.note = note;
    }

    /**
     * Ends once every item is done or failed.
     *
     * @param total how many there are, for the share that may fail and for the time left
     * @param unit what they are, in the plural
     * @throws JobException if too many failed, none was done, or they could not be read
     */
    public void work(Pieces pieces, long total, String unit) throws JobException, InterruptedException {
        Tally tally = new Tally(total, unit, settings.failureLimit());
        try {
            workThrough(pieces, tally);
            tally.checkAtEnd();
        } catch (StopRun | JobException e) {
            letEnd(tally);
            throw e;
        } finally {
            running.values().forEach(Disposable::dispose);
        }
    }

    private void workThrough(Pieces pieces, Tally tally) throws JobException, InterruptedException {
        Set<String> done = run.items().done();
        boolean more = true;
        while (more || !running.isEmpty()) {
            while (more && running.size() < concurrency) {
                run.checkpoint();
                more = start(pieces.next(), done, tally);
            }
            collect(tally);
            run.checkpoint();
            tally.check();
        }
        run.progress(tally.progress(note.get()));
    }

    private boolean start(@Nullable Piece piece, Set<String> done, Tally tally) {
        if (piece == null) {
            return false;
        }
        String item = piece.item();
        if (done.contains(item)) {
            tally.before();
        } else if (taken.add(item)) {
            running.put(
                    item,
                    piece.work()
                            .switchIfEmpty(Mono.error(() -> new IllegalStateException("No output")))
                            .map(output -> Finished.well(item, output))
                            .onErrorResume(thrown -> Mono.fromSupplier(() -> Finished.badly(item, thrown)))
                            // All above has the job's trace and log context, on whatever thread it goes on.
                            .contextCapture()
                            .subscribe(finished::add));
        }
        return true;
    }

    /** Waits a moment for items to end, and writes those that did. */
    private void collect(Tally tally) throws InterruptedException {
        Finished one = running.isEmpty() ? null : finished.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (one == null) {
            return;
        }
        List<Finished> batch = new ArrayList<>(List.of(one));
        finished.drainTo(batch, BATCH);
        run.items().put(batch.stream().map(Finished::write).toList());
        batch.forEach(ended -> running.remove(ended.write().item()));
        batch.forEach(tally::add);
        run.progress(tally.progress(note.get()));
    }

    private void letEnd(Tally tally) throws InterruptedException {
        long start = System.nanoTime();
        while (!running.isEmpty()
                && System.nanoTime() - start < settings.stopGrace().toNanos()
                && run.stopReason().filter(StopReason.LOST::equals).isEmpty()) {
            collect(tally);
        }
    }
}
