package io.opadpo.llava.generate;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A submitted request: its answers to come, and a way to call it off. */
public final class Generation {

    private final CompletableFuture<List<Answer>> answers = new CompletableFuture<>();
    private volatile boolean cancelled;

    Generation() {}

    /** The answers, in order of their numbers; fails with what went wrong. Completed on the generator's thread. */
    public CompletableFuture<List<Answer>> answers() {
        return answers;
    }

    /** Ends the request's answers where they are, at the next step; they are still delivered. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
