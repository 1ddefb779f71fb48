package io.opadpo.rollout;

import org.jspecify.annotations.Nullable;

/**
 * A prompt as the dataset-service lists it.
 *
 * @param id unique in its set
 * @param image which image it is about, by SHA-256; null for none
 * @param question what to ask
 * @param standard the answer it came with, carried along
 */
record Prompt(
        String id,
        @Nullable String image,
        String question,
        @Nullable String standard) {}
