package io.opadpo.llava.train.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    private final HandClock clock = new HandClock();

    @Test
    void aSteadyPaceIsRightFromTheFirstStepOn() {
        Throughput meter = Throughput.start(clock, 100);
        for (int step = 1; step <= 30; step++) {
            clock.pass(0.5);
            Map<String, Double> speed = meter.stepDone(step, 1_000, 8);
            assertThat(speed.get(Scalars.TOKENS_PER_SECOND)).isCloseTo(2_000, within(1e-6));
            assertThat(speed.get(Scalars.SAMPLES_PER_SECOND)).isCloseTo(16, within(1e-9));
            assertThat(speed.get(Scalars.ETA_SECONDS)).isCloseTo((100 - step) * 0.5, within(1e-9));
            assertThat(speed.get(Scalars.TRAINED_SECONDS)).isCloseTo(step * 0.5, within(1e-9));
        }
    }

    @Test
    void recentStepsCountMost() {
        Throughput meter = Throughput.start(clock, 1_000);
        for (int step = 1; step <= 100; step++) {
            clock.pass(1);
            meter.stepDone(step, 100, 1);
        }
        clock.pass(3);
        Map<String, Double> speed = meter.stepDone(101, 100, 1);
        // 100 faded steps of a second, then one of three: their sum to the power of the number of steps.
        double before = 0.95 * (1 - Math.pow(0.95, 100)) / 0.05;
        assertThat(speed.get(Scalars.SAMPLES_PER_SECOND)).isCloseTo((before + 1) / (before + 3), within(1e-9));
        assertThat(speed.get(Scalars.ETA_SECONDS)).isCloseTo(899 * (before + 3) / (before + 1), within(1e-6));
    }

    @Test
    void timeBetweenStepsCanBeSkipped() {
        Throughput meter = Throughput.start(clock, 2);
        clock.pass(1);
        meter.stepDone(1, 10, 1);
        clock.pass(1_000);
        meter.skip();
        clock.pass(1);
        assertThat(meter.stepDone(2, 10, 1))
                .containsEntry(Scalars.TOKENS_PER_SECOND, 10.0)
                .containsEntry(Scalars.ETA_SECONDS, 0.0)
                .containsEntry(Scalars.TRAINED_SECONDS, 2.0);
    }

    @Test
    void aResumedMeterGoesOnAsIfNothingHadHappened() {
        Throughput whole = Throughput.start(clock, 10);
        clock.pass(1);
        whole.stepDone(1, 7, 1);
        Throughput.State kept = whole.state();
        HandClock later = new HandClock();
        later.pass(86_400);
        Throughput resumed = Throughput.resume(later, 10, kept);
        clock.pass(2);
        later.pass(2);
        assertThat(resumed.stepDone(2, 9, 2)).isEqualTo(whole.stepDone(2, 9, 2));
        assertThat(resumed.state()).isEqualTo(whole.state());
    }

    @Test
    void aClockThatStandsStillOrGoesBackGivesNoRates() {
        Throughput meter = Throughput.start(clock, 10);
        assertThat(meter.stepDone(1, 5, 1)).containsExactly(entry(Scalars.TRAINED_SECONDS, 0.0));
        clock.pass(-60);
        assertThat(meter.stepDone(2, 5, 1)).containsExactly(entry(Scalars.TRAINED_SECONDS, 0.0));
        clock.pass(1);
        assertThat(meter.stepDone(3, 5, 1).get(Scalars.TOKENS_PER_SECOND)).isPositive();
    }

    /** A clock that moves when told to. */
    private static final class HandClock extends Clock {

        private Instant now = Instant.parse("2024-01-01T00:00:00Z");

        void pass(double seconds) {
            now = now.plusNanos((long) (seconds * 1e9));
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
