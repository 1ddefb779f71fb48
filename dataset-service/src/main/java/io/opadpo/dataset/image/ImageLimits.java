package io.opadpo.dataset.image;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What an image may cost; checked before a pixel is decoded, here and by whoever trains on it.
 *
 * @param maxSize longest encoded image; an upload holds that much memory
 * @param maxPixels largest width times height; decoding takes up to 15 bytes a pixel in the trainer
 * @param maxSide longest width or height, in pixels; the trainer refuses more than 16,384
 */
@Validated
@ConfigurationProperties("opadpo.dataset.images")
record ImageLimits(
        @DefaultValue("20000000B") DataSize maxSize,
        @DefaultValue("40000000") @Positive long maxPixels,
        @DefaultValue("16384") @Positive int maxSide) {}
