package io.opadpo.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class FullJitterTest {
    private static final Duration BASE = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofSeconds(20);

    @Test
    void restsSpreadFromNothingToADoublingCeiling() {
        FullJitter policy = new FullJitter(BASE, CAP, new Random(1));
        for (int errors = 1; errors <= 4; errors++) {
            int attempt = errors;
            long[] millis = IntStream.range(0, 2000)
                    .mapToLong(i -> policy.delay(attempt).toMillis())
                    .toArray();
            long ceiling = 1000L << (errors - 1);
            assertThat(Arrays.stream(millis)).allMatch(delay -> delay >= 0 && delay < ceiling);
            assertThat(Arrays.stream(millis).average()).hasValueCloseTo(ceiling / 2.0, Percentage.withPercentage(5));
        }
    }

    @Test
    void noRestIsLongerThanTheCap() {
        FullJitter policy = new FullJitter(BASE, CAP, new Random(1));

        assertThat(IntStream.of(6, 50, 5000).mapToObj(policy::delay)).allMatch(delay -> delay.compareTo(CAP) <= 0);
    }
}
