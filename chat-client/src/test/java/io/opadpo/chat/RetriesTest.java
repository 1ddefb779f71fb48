package io.opadpo.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

class RetriesTest {
    @Test
    void restsAreJitteredAndCapped() {
        Retries retries = new Retries(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1));
        CallException failure = new CallException(CallFailure.UNAVAILABLE, "down", null);

        assertThat(retries.rest(failure, 0, () -> ~0L)).isBetween(Duration.ofMillis(99), Duration.ofMillis(100));
        assertThat(retries.rest(failure, 2, () -> ~0L)).isBetween(Duration.ofMillis(399), Duration.ofMillis(400));
        assertThat(retries.rest(failure, 60, () -> ~0L)).isBetween(Duration.ofMillis(999), Duration.ofSeconds(1));
        assertThat(retries.rest(failure, 60, () -> 0L)).isZero();
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(100).atOffset(ZoneOffset.UTC));

        assertThat(HttpFailures.retryAfter("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(HttpFailures.retryAfter(soon)).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
        assertThat(HttpFailures.retryAfter("Sun, 06 Nov 1994 08:49:37 GMT")).isZero();
        assertThat(HttpFailures.retryAfter("soon")).isNull();
        assertThat(HttpFailures.retryAfter(null)).isNull();
    }
}
