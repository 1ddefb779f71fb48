/** Asks OpenAI-compatible chat-completions endpoints, and goes on asking where that may help. */
@NullMarked
package io.opadpo.chat;

import org.jspecify.annotations.NullMarked;
