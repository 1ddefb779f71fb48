package io.opadpo.feedback.calls;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call's place in the queue, from when it is in the books until it is sent. Who leaves before costs nothing, at whatever
 * moment that is: exactly one of {@link #take} and {@code freed} gets the call.
 */
final class Place {
    private final Consumer<Call> freed;
    private final AtomicReference<@Nullable Call> waiting = new AtomicReference<>();
    private final AtomicBoolean left = new AtomicBoolean();

    /** @param freed gets a call that is not going to be sent */
    Place(Consumer<Call> freed) {
        this.freed = freed;
    }

    /** The call is in the books, if it is not null. */
    void enter(@Nullable Call call) {
        waiting.set(call);
        if (left.get()) {
            free();
        }
    }

    /** Nobody waits any longer. */
    void leave() {
        left.set(true);
        free();
    }

    /** The call is about to be sent; false if it is freed already. */
    boolean take() {
        return waiting.getAndSet(null) != null;
    }

    private void free() {
        Call call = waiting.getAndSet(null);
        if (call != null) {
            freed.accept(call);
        }
    }
}
