package io.opadpo.trainer.retention;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What becomes of files on this disk.
 *
 * @param work how long after a job's end its checkpoints and the like are kept; null is for ever. A job that is requeued
 *     later begins anew
 */
@Validated
@ConfigurationProperties("opadpo.retention")
record WorkRetention(@DurationMin(hours = 1) @Nullable Duration work) {}
