package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReplicaThreadsTest {

    private static final List<Integer> PIECES = IntStream.range(0, 7).boxed().toList();

    @Test
    void piecesAreDealtByTurnsAndResultsKeepTheirOrder() {
        try (ReplicaThreads threads = new ReplicaThreads(3)) {
            List<String> results = threads.deal(PIECES, (replica, piece) -> replica + ":" + piece);
            assertThat(results).containsExactly("0:0", "1:1", "2:2", "0:3", "1:4", "2:5", "0:6");
        }
    }

    @Test
    void replicasMayOutnumberPieces() {
        try (ReplicaThreads threads = new ReplicaThreads(3)) {
            assertThat(threads.deal(List.of("a"), (replica, piece) -> replica + piece))
                    .containsExactly("0a");
            assertThat(threads.<String, String>deal(List.of(), (replica, piece) -> piece))
                    .isEmpty();
        }
    }

    @Test
    void aReplicaKeepsItsThreadAndTheFirstHasTheCallers() {
        List<Thread> seen;
        try (ReplicaThreads threads = new ReplicaThreads(2)) {
            seen = threads.deal(PIECES, (replica, piece) -> Thread.currentThread());
            assertThat(threads.deal(PIECES, (replica, piece) -> Thread.currentThread()))
                    .isEqualTo(seen);
        }
        assertThat(seen.get(0)).isSameAs(Thread.currentThread());
        assertThat(seen.get(1)).isNotSameAs(Thread.currentThread());
        assertThat(seen.get(1).isAlive()).as("after close").isFalse();
    }

    @Test
    void replicasWorkAtTheSameTime() {
        CyclicBarrier barrier = new CyclicBarrier(3);
        try (ReplicaThreads threads = new ReplicaThreads(3)) {
            assertThat(threads.deal(PIECES.subList(0, 6), (replica, piece) -> meet(barrier)))
                    .hasSize(6);
        }
    }

    @Test
    void afterAFailureNoPieceBegins() {
        AtomicReference<Thread> failing = new AtomicReference<>();
        List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
        CyclicBarrier barrier = new CyclicBarrier(2);
        try (ReplicaThreads threads = new ReplicaThreads(2)) {
            assertThatThrownBy(() -> threads.deal(PIECES, (replica, piece) -> {
                        begun.add(piece);
                        meet(barrier);
                        if (replica == 1) {
                            failing.set(Thread.currentThread());
                            throw new IllegalStateException("piece " + piece);
                        }
                        awaitIdle(failing);
                        return piece;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("piece 1");
            assertThat(begun).containsExactlyInAnyOrder(0, 1);
            assertThat(threads.deal(PIECES, (replica, piece) -> piece)).isEqualTo(PIECES);
        }
    }

    @Test
    void aFailureIsTheCallersOnlyOnceAllHaveStopped() {
        AtomicReference<Thread> caller = new AtomicReference<>();
        AtomicBoolean finished = new AtomicBoolean();
        CyclicBarrier begun = new CyclicBarrier(2);
        try (ReplicaThreads threads = new ReplicaThreads(2)) {
            assertThatThrownBy(() -> threads.deal(PIECES, (replica, piece) -> {
                        meet(begun);
                        if (replica == 0) {
                            caller.set(Thread.currentThread());
                            throw new IllegalStateException("first");
                        }
                        awaitIdle(caller);
                        finished.set(true);
                        return piece;
                    }))
                    .hasMessage("first");
            assertThat(finished).isTrue();
        }
    }

    @Test
    void theFirstReplicasFailureIsThrownAndTheOthersAreSuppressedInIt() {
        CyclicBarrier begun = new CyclicBarrier(3);
        try (ReplicaThreads threads = new ReplicaThreads(3)) {
            assertThatThrownBy(() -> threads.deal(PIECES, (replica, piece) -> {
                        meet(begun);
                        throw new IllegalStateException("" + replica);
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("0")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .containsExactly("1", "2"));
        }
    }

    @Test
    void anInterruptIsKeptForLater() {
        try (ReplicaThreads threads = new ReplicaThreads(2)) {
            Thread.currentThread().interrupt();
            assertThat(threads.deal(PIECES, (replica, piece) -> piece)).isEqualTo(PIECES);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    private static int meet(CyclicBarrier barrier) {
        try {
            return barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    /** Until a thread waits for something, having nothing left to do. */
    private static void awaitIdle(AtomicReference<Thread> thread) {
        while (thread.get() == null || thread.get().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
