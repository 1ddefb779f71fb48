package io.opadpo.dataset.prompt;

import java.time.Instant;
import java.util.UUID;

/**
 * A complete set.
 *
 * @param count how many prompts it has
 */
record PromptSet(UUID id, String name, long count, Instant created) {}
