package io.opadpo.feedback.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.feedback.judge.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final Books BOOKS = Books.open();
    private static final Limits NONE = new Limits(null, null, null);

    @Test
    void noMinuteSeesMoreRequestsThanTheLimit() {
        Limits limits = new Limits(60, null, null);

        List<Long> turns = turns(300, () -> BOOKS.tickets.take("requests", limits, 1000));

        assertThat(mostInAMinute(turns)).isBetween(55, 60);
        assertThat(turns.get(5) - turns.get(0))
                .as("a tenth of them come at once")
                .isLessThan(60_000 / 10);
    }

    @Test
    void noMinuteSeesMoreTokensThanTheLimit() {
        Limits limits = new Limits(null, 60_000, null);

        List<Long> turns = turns(100, () -> BOOKS.tickets.take("tokens", limits, 5000));

        assertThat(mostInAMinute(turns) * 5000).isBetween(50_000, 60_000);
    }

    @Test
    void largeCallWaitsForAFullBucketAndIsPaidBack() {
        Limits limits = new Limits(null, 6000, null);

        assertThat(BOOKS.tickets.take("large", limits, 3000)).isZero();
        assertThat(BOOKS.tickets.take("large", limits, 3000)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));
    }

    @Test
    void endpointsHaveBucketsOfTheirOwn() {
        Limits limits = new Limits(1, null, null);

        assertThat(BOOKS.tickets.take("one", limits, 1)).isZero();
        assertThat(BOOKS.tickets.take("other", limits, 1)).isZero();
        assertThat(BOOKS.tickets.take("one", limits, 1)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    }

    @Test
    void restIsKeptByAllAndTheLongestCounts() {
        BOOKS.tickets.take("resting", NONE, 1);
        BOOKS.tickets.rest("resting", Duration.ofSeconds(100));
        BOOKS.tickets.rest("resting", Duration.ofSeconds(1));

        assertThat(BOOKS.tickets.take("resting", NONE, 1)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(100));
        assertThat(BOOKS.tickets.rest("resting")).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(100));
        assertThat(BOOKS.tickets.rest("nobody")).isZero();
        assertThat(BOOKS.tickets.take("another", NONE, 1)).isZero();
        assertThat(BOOKS.tickets.rest("another")).isZero();
    }

    /** When they come, in milliseconds, taken by several at once. The clocks of test and database are the same. */
    private static List<Long> turns(int count, Supplier<Duration> take) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> take.get())
                .map(wait -> Instant.now().plus(wait).toEpochMilli())
                .sorted()
                .toList();
    }

    /** Turns are told a little after the database made them up. */
    private static int mostInAMinute(List<Long> turns) {
        int most = 0;
        for (int i = 0; i < turns.size(); i++) {
            long end = turns.get(i) + 59_000;
            most = Math.max(
                    most, (int) turns.stream().skip(i).filter(t -> t < end).count());
        }
        return most;
    }
}
