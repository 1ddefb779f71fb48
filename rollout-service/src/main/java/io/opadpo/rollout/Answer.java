package io.opadpo.rollout;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A sampled answer, with all it takes to tell which policy gave it.
 *
 * @param id of the item: the prompt's, and the sample's number if there are several
 * @param prompt the prompt's id
 * @param image SHA-256 of its image
 * @param question what was asked
 * @param standard the answer the prompt came with
 * @param answer what the policy said
 * @param finishReason {@code stop}, or {@code length} for an answer that was cut off
 * @param model the base model
 * @param modelVersion the exact version that answered, by the endpoint's word
 * @param adapter the adapter on it, or null
 * @param adapterVersion the adapter's version, or null
 * @param seed the item's own
 * @param tokens length of the answer
 */
@JsonNaming(SnakeCaseStrategy.class)
record Answer(
        String id,
        String prompt,
        @Nullable String image,
        String question,
        @Nullable String standard,
        String answer,
        @Schema(example = "stop") @Nullable String finishReason,
        String model,
        @Nullable String modelVersion,
        @Nullable String adapter,
        @Nullable String adapterVersion,
        long seed,
        long tokens) {}
