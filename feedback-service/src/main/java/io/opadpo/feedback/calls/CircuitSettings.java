package io.opadpo.feedback.calls;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an endpoint counts as out of order.
 *
 * @param failures so many in a row. Fewer spare it sooner, and take a hiccup for an outage
 * @param open how long it is left alone then
 */
public record CircuitSettings(
        @DefaultValue("5") @Positive int failures,
        @DefaultValue("10s") @DurationMin(millis = 1) Duration open) {}
