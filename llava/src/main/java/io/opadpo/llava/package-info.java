/** LLaVA-1.5 in plain Java: load, look, generate, score, adapt. Start at {@link io.opadpo.llava.Llava}. */
@NullMarked
package io.opadpo.llava;

import org.jspecify.annotations.NullMarked;
