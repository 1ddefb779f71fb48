/** OpenAI's chat completions over the models and adapters. */
@NullMarked
package io.opadpo.trainer.chat;

import org.jspecify.annotations.NullMarked;
