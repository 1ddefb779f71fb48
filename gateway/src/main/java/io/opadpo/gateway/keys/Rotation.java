package io.opadpo.gateway.keys;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How a key is replaced.
 *
 * @param grace how long the old one still works; a day unless given
 */
@Schema(example = "{\"grace\": \"PT24H\"}")
record Rotation(
        @DurationMin(nanos = 0) @DurationMax(days = 30) Duration grace) {
    Rotation {
        grace = requireNonNullElse(grace, Duration.ofDays(1));
    }
}
