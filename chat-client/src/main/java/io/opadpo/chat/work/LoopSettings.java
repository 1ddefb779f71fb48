package io.opadpo.chat.work;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the items of a job are worked through.
 *
 * @param stopGrace how long running requests may still take once the job is to stop. Longer wastes fewer paid answers;
 *     shorter stops sooner. Keep it below the worker's shutdown grace
 * @param failureLimit the share of items that may fail before the job does. Higher yields more jobs with gaps
 */
public record LoopSettings(
        @DefaultValue("5s") @DurationMin(millis = 0) Duration stopGrace,

        @DefaultValue("0.5") @DecimalMin("0") @DecimalMax("1")
        double failureLimit) {}
