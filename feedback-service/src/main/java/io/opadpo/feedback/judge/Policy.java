package io.opadpo.feedback.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Which model gave an answer, as its endpoint told.
 *
 * @param model that was asked for
 * @param modelVersion the system's fingerprint
 * @param adapter that was on it, if any
 * @param adapterVersion the same to the byte
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Policy(
        @Nullable String model,
        @Nullable String modelVersion,
        @Nullable String adapter,
        @Nullable String adapterVersion) {}
