/**
 * Text to token ids and back, for the LLaMA vocabulary family. Start at {@link io.opadpo.llava.tokenizer.Tokenizers}.
 */
@NullMarked
package io.opadpo.llava.tokenizer;

import org.jspecify.annotations.NullMarked;
