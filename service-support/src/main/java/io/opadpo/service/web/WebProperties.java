package io.opadpo.service.web;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of requests and answers.
 *
 * @param maxBody longest body of a request; longer ones are answered 413. An image as a data URL takes 4/3 of its size
 * @param maxBodies the same for requests below some paths, such as {@code /v1/uploads}
 * @param maxStreams most event streams that are open at once; more are answered 429. Each takes a connection
 * @param eventPoll how often an open event stream looks for new events: how late they are seen, and a query each time
 * @param keepAlive how often a silent event stream sends a comment, so that nobody between takes it for dead
 */
@Validated
@ConfigurationProperties("opadpo.web")
public record WebProperties(
        @DefaultValue("32MB") DataSize maxBody,
        @DefaultValue Map<String, DataSize> maxBodies,
        @DefaultValue("200") @Min(1) int maxStreams,
        @DefaultValue("500ms") Duration eventPoll,
        @DefaultValue("15s") Duration keepAlive) {}
