package io.opadpo.feedback.batch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How batches are made.
 *
 * @param poll rest between looks at the batches under way
 * @param requests most in one file; OpenAI takes 50,000
 * @param size longest file; OpenAI takes 200 MB. It stands on this machine's disk while it is uploaded
 * @param inFlight most batches of one job under way at once. More end sooner, as far as the endpoint has room for them
 */
public record BatchSettings(
        @DefaultValue("1m") @DurationMin(millis = 1) Duration poll,
        @DefaultValue("10000") @Positive @Max(50_000) int requests,
        @DefaultValue("150MB") DataSize size,
        @DefaultValue("4") @Positive @Max(100) int inFlight) {}
