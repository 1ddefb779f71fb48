package io.opadpo.llava.prompt;

import org.jspecify.annotations.Nullable;

/**
 * One exchange of a conversation.
 *
 * @param question what the user wrote
 * @param answer what the model answered, null when it still has to
 */
public record Turn(String question, @Nullable String answer) {}
