package io.opadpo.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicksTest {
    @Test
    void ticksAreRoundAndEncloseTheRange() {
        assertTicks(Ticks.around(0.283, 0.586, 5), "0.2", "0.3", "0.4", "0.5", "0.6");
        assertTicks(Ticks.around(12.4, 25.5, 5), "10", "15", "20", "25", "30");
        assertTicks(Ticks.around(-0.05, 0.3, 5), "−0.1", "0.0", "0.1", "0.2", "0.3");
        assertTicks(Ticks.around(0, 64, 5), "0", "20", "40", "60", "80");
        assertTicks(Ticks.around(1e-6, 3e-6, 4), "1.0e−06", "1.5e−06", "2.0e−06", "2.5e−06", "3.0e−06");
        assertTicks(Ticks.around(2e8, 4e8, 4), "2.0e+08", "2.5e+08", "3.0e+08", "3.5e+08", "4.0e+08");
    }

    @Test
    void narrowRangesFarFromZeroHaveLabelsThatDiffer() {
        assertTicks(Ticks.around(2.772586, 2.772594, 5), "2.772586", "2.772588", "2.772590", "2.772592", "2.772594");
    }

    @Test
    void endsOnATickNeedNoFurtherOne() {
        assertTicks(Ticks.around(0.1, 0.3, 2), "0.1", "0.2", "0.3");
    }

    @Test
    void aSingleValueGetsSomeRoom() {
        Ticks ticks = Ticks.around(5, 5, 5);
        assertThat(ticks.low()).isLessThan(5);
        assertThat(ticks.high()).isGreaterThan(5);
        assertTicks(Ticks.around(0, 0, 5), "−1.0", "−0.5", "0.0", "0.5", "1.0");
    }

    @Test
    void anyRangeIsEnclosedWithFewTicks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            double low = random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4);
            double high = low + Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(9) - 4);
            Ticks ticks = Ticks.around(low, high, 5);
            String what = "seed " + seed + ": " + low + " to " + high;
            double slack = 1e-6 * (ticks.high() - ticks.low());
            assertThat(ticks.low()).as(what).isLessThanOrEqualTo(low + slack);
            assertThat(ticks.high()).as(what).isGreaterThanOrEqualTo(high - slack);
            assertThat(ticks.values().count()).as(what).isBetween(2L, 6L);
        }
    }

    private static void assertTicks(Ticks ticks, String... labels) {
        List<String> shown = ticks.values().mapToObj(ticks::label).toList();
        assertThat(shown).containsExactly(labels);
    }
}
