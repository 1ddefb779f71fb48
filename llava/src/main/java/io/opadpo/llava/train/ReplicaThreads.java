package io.opadpo.llava.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A thread for each replica: the first one's is the caller's, so that a single replica needs none.
 *
 * <p>A replica keeps its thread, because libtorch keeps handles and switches per thread.
 */
final class ReplicaThreads implements AutoCloseable {

    private final List<ExecutorService> others = new ArrayList<>();
    private final List<Executor> threads = new ArrayList<>();
    private final List<Thread> started = new ArrayList<>();

    /** Threads for so many replicas. */
    ReplicaThreads(int replicas) {
        threads.add(Runnable::run);
        for (int r = 1; r < replicas; r++) {
            String name = "replica-" + r;
            others.add(Executors.newSingleThreadExecutor(task -> start(task, name)));
        }
        threads.addAll(others);
    }

    private Thread start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        started.add(thread);
        return thread;
    }

    /** What a replica does with a piece of work. */
    @FunctionalInterface
    interface Task<A, R> {
        R run(int replica, A piece);
    }

    /**
     * Deals pieces of work to the replicas, by turns, and waits for all of them. Who gets what depends on nothing but the
     * order of the pieces. Once a piece fails, no replica begins another.
     *
     * @return results in the order of the pieces
     * @throws RuntimeException what the first replica to fail, by number, threw; what others threw is suppressed in it
     */
    <A, R> List<R> deal(List<A> pieces, Task<A, R> task) {
        int n = threads.size();
        AtomicBoolean failed = new AtomicBoolean();
        List<CompletableFuture<List<R>>> shares = new ArrayList<>();
        for (int i = 1; i <= n; i++) {
            // The caller's own share comes last, when the others are on their way.
            int replica = i % n;
            shares.add(CompletableFuture.supplyAsync(() -> share(replica, pieces, task, failed), threads.get(replica)));
        }
        shares.add(0, shares.remove(n - 1));
        List<List<R>> done = join(shares);
        List<R> results = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            results.add(done.get(i % n).get(i / n));
        }
        return results;
    }

    private <A, R> List<R> share(int replica, List<A> pieces, Task<A, R> task, AtomicBoolean failed) {
        List<R> results = new ArrayList<>();
        boolean complete = false;
        try {
            for (int i = replica; i < pieces.size() && !failed.get(); i += threads.size()) {
                results.add(task.run(replica, pieces.get(i)));
            }
            complete = true;
            return results;
        } finally {
            if (!complete) {
                failed.set(true);
            }
        }
    }

    /** Waits for every share, even when one has failed: its thread uses memory that the caller would free. */
    private static <R> List<R> join(List<CompletableFuture<R>> shares) {
        List<R> results = new ArrayList<>();
        Throwable failure = null;
        for (CompletableFuture<R> share : shares) {
            try {
                results.add(share.join());
            } catch (CompletionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (failure == null) {
                    failure = cause;
                } else if (failure != cause) {
                    failure.addSuppressed(cause);
                }
            }
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return results;
    }

    /** Returns once the threads are gone, and with them what libtorch keeps for each. */
    @Override
    public void close() {
        others.forEach(ExecutorService::shutdown);
        boolean interrupted = false;
        for (Thread thread : started) {
            interrupted |= join(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says whether the caller was interrupted meanwhile. */
    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
