package io.opadpo.feedback;

import io.opadpo.chat.Retries;
import io.opadpo.chat.work.LoopSettings;
import io.opadpo.feedback.batch.BatchSettings;
import io.opadpo.feedback.calls.CircuitSettings;
import io.opadpo.feedback.judge.EndpointSettings;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How answers are corrected.
 *
 * @param endpoints who may correct, by a name of the operator's. With none, no job can be started
 * @param prompt version of what they are told
 * @param retries how long to go on asking an endpoint, or another service, that may come back
 * @param circuit when an endpoint is left alone
 * @param dayWait how long a job waits for the next day once its endpoints' spend of this one is used up; if that is longer
 *     off, it pauses
 * @param batch how batches are made
 * @param loop how items are worked through
 * @param imageMemory images kept in memory. Less fetches images again that several answers share
 */
@Validated
@ConfigurationProperties("opadpo.feedback")
record FeedbackProperties(
        @DefaultValue Map<String, @Valid EndpointSettings> endpoints,
        @DefaultValue("v1") String prompt,
        @DefaultValue @Valid Retries retries,
        @DefaultValue @Valid CircuitSettings circuit,
        @DefaultValue("10m") @DurationMin(millis = 0) Duration dayWait,
        @DefaultValue @Valid BatchSettings batch,
        @DefaultValue @Valid LoopSettings loop,
        @DefaultValue("128MB") DataSize imageMemory) {}
