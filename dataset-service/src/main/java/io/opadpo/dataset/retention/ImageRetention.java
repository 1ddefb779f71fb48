package io.opadpo.dataset.retention;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What becomes of images that no prompt, data set or job's item names.
 *
 * @param images how long after its last upload such an image is forgotten; its blob goes with the next collections. Null is
 *     never. Longer than anybody waits between uploading images and naming them
 */
@Validated
@ConfigurationProperties("opadpo.retention")
record ImageRetention(@DurationMin(days = 1) @Nullable Duration images) {}
