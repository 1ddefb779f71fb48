package io.opadpo.llava.train.checkpoint;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns SIGTERM and SIGINT into a last checkpoint. While it is open, a shutdown of the JVM waits, up to a limit, until
 * the trainer has seen {@link #isRequested()}, written its checkpoint and closed this.
 *
 * <p>The trainer must not call {@link System#exit} while it is open: that call waits for the shutdown, and the shutdown
 * for the trainer, until the limit.
 */
public final class ShutdownSignal implements AutoCloseable {

    private final Duration grace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::whileShuttingDown, "shutdown-signal");
    private volatile boolean requested;
    private volatile @Nullable Integer exitCode;

    private ShutdownSignal(Duration grace) {
        this.grace = grace;
    }

    /**
     * Starts to listen.
     *
     * @param grace how long a shutdown waits at most; a supervisor that kills must be told to wait longer
     * @throws IllegalStateException if the JVM is shutting down already
     */
    public static ShutdownSignal install(Duration grace) {
        ShutdownSignal signal = new ShutdownSignal(grace);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Asks the trainer to stop at its next step, as a shutdown would. */
    public void request() {
        requested = true;
    }

    /** Whether the trainer should write a checkpoint and stop. Cheap: ask after every step. */
    public boolean isRequested() {
        return requested;
    }

    /**
     * Gives the process an exit code of its own for when a shutdown is what ended the trainer; without, it is the signal's,
     * 143 for SIGTERM. To be called before {@link #close()}, when all output is written: the JVM is then halted, and other
     * shutdown hooks may go without their end.
     */
    public void exitWith(int code) {
        exitCode = code;
    }

    /** The trainer is done, and a shutdown need not wait for it any longer. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The shutdown is under way, and its hook has just been let go.
            requested = true;
        }
    }

    private void whileShuttingDown() {
        Integer code = onShutdown() ? exitCode : null;
        if (code != null) {
            Runtime.getRuntime().halt(code);
        }
    }

    /** What a shutdown does; tells whether the trainer was done in time. */
    boolean onShutdown() {
        request();
        try {
            return closed.await(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
