package io.opadpo.feedback.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // As nanoTime may: it wraps around.
    private final Circuit circuit = new Circuit(new CircuitSettings(3, Duration.ofSeconds(10)), now::get);

    @Test
    void opensAfterFailuresInARow() {
        fail(2);
        circuit.enter();
        circuit.answered();
        fail(2);
        assertThat(circuit.lets()).isTrue();

        fail(1);
        assertThat(circuit.enter()).isFalse();
    }

    @Test
    void letsOneThroughAfterAWhile() {
        fail(3);
        pass(Duration.ofSeconds(10));

        assertThat(circuit.enter()).isTrue();
        assertThat(circuit.enter()).isFalse();
        circuit.answered();
        assertThat(circuit.enter()).isTrue();
        assertThat(circuit.enter()).isTrue();
    }

    @Test
    void opensAgainAtOnceIfThatOneFails() {
        fail(3);
        pass(Duration.ofSeconds(10));
        fail(1);

        assertThat(circuit.enter()).isFalse();
        pass(Duration.ofSeconds(9));
        assertThat(circuit.enter()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(circuit.enter()).isTrue();
    }

    @Test
    void droppedTrialMakesRoomForAnother() {
        fail(3);
        pass(Duration.ofSeconds(10));
        circuit.enter();
        circuit.dropped();

        assertThat(circuit.enter()).isTrue();
    }

    @Test
    void restsAreKeptAndTheLongestCounts() {
        circuit.rest(Duration.ofSeconds(5));
        circuit.rest(Duration.ofSeconds(2));
        pass(Duration.ofSeconds(4));
        assertThat(circuit.enter()).isFalse();

        pass(Duration.ofSeconds(1));
        assertThat(circuit.enter()).isTrue();
        assertThat(circuit.enter()).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(circuit.enter()).isTrue();
            circuit.failed();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
