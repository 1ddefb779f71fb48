package io.opadpo.dataset.prompt;

import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits and places of prompt sets.
 *
 * @param maxPrompts most prompts of a set
 * @param importRoot folder below which folders can be imported, by whoever may write; null allows none
 * @param unfinishedAfter age at which a set that was never completed is removed at the next start. Longer than any
 *     upload takes, as other processes may be at one
 */
@Validated
@ConfigurationProperties("opadpo.dataset.prompts")
record PromptSettings(
        @DefaultValue("1000000") @Min(1) long maxPrompts,
        @Nullable Path importRoot,
        @DefaultValue("1d") Duration unfinishedAfter) {}
