package io.opadpo.feedback.retention;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What becomes of calls and replies. Neither goes before its job has ended.
 *
 * @param calls how long each call is kept after it was closed; then only its job's sums of a day and endpoint are. Null is
 *     as long as the job
 * @param replies how long replies are kept, so that the same is not paid for twice; null is for ever
 */
@Validated
@ConfigurationProperties("opadpo.retention")
record FeedbackRetention(
        @DurationMin(days = 1) @Nullable Duration calls,
        @DurationMin(days = 1) @Nullable Duration replies) {}
