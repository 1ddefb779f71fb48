package io.opadpo.feedback.judge;

import org.jspecify.annotations.Nullable;

/**
 * An answer as the rollout-service lists it.
 *
 * @param id unique in its rollout
 * @param image which image it is about, by SHA-256
 * @param question what was asked
 * @param standard the answer the prompt came with
 * @param answer what the policy said
 */
public record Answer(
        String id,
        @Nullable String image,
        String question,
        @Nullable String standard,
        String answer) {}
