/** LLaVA-1.5's conversation format as token ids. Start at {@link io.opadpo.llava.prompt.VicunaPrompt}. */
@NullMarked
package io.opadpo.llava.prompt;

import org.jspecify.annotations.NullMarked;
