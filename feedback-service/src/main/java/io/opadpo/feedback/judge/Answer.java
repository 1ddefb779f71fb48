package io.opadpo.feedback.judge;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An answer as the rollout-service lists it.
 *
 * @param id unique in its rollout
 * @param image which image it is about, by SHA-256
 * @param question what was asked
 * @param standard the answer the prompt came with
 * @param answer what the policy said
 * @param model which model that was; what follows tells more of it
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Answer(
        String id,
        @Nullable String image,
        String question,
        @Nullable String standard,
        String answer,
        @Nullable String model,
        @Nullable String modelVersion,
        @Nullable String adapter,
        @Nullable String adapterVersion) {

    /** Who gave the answer. */
    Policy policy() {
        return new Policy(model, modelVersion, adapter, adapterVersion);
    }
}
