package io.opadpo.dataset.version;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a data set's samples come from; one of the two is null.
 *
 * @param feedbackJob whose corrections they are
 * @param source which files were imported, as JSON
 */
public record Origin(@Nullable UUID feedbackJob, @Nullable String source) {}
