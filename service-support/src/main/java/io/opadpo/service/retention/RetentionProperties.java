package io.opadpo.service.retention;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is removed when.
 *
 * @param jobs how long after their end jobs are kept, with items and events; null is for ever
 * @param idempotencyKeys how long answers under a key are kept that named something else than a job; null is for ever. A
 *     request that is sent again later than that creates once more
 * @param collectBlobs whether blobs that no row refers to are deleted without being asked; those of a row that a request
 *     deletes too, which else go at once. Leave it off where several
 *     installations share a folder or bucket: each would delete what only the others know
 * @param blobsGrace how old such a blob has to be to be marked, and how old its mark to be deleted. Longer than any upload
 *     or import takes
 * @param blobsInterval how often a process collects blobs, which lists all of them; no oftener than {@code interval}
 * @param interval how often a process looks whether there is something to remove
 */
@Validated
@ConfigurationProperties("opadpo.retention")
public record RetentionProperties(
        @DurationMin(hours = 1) @Nullable Duration jobs,
        @DurationMin(hours = 1) @Nullable Duration idempotencyKeys,
        @DefaultValue("false") boolean collectBlobs,
        @DefaultValue("7d") @DurationMin(hours = 1) Duration blobsGrace,
        @DefaultValue("1d") @DurationMin(seconds = 1) Duration blobsInterval,
        @DefaultValue("1h") @DurationMin(seconds = 1) Duration interval) {}
