/**
 * Text generation: requests from any thread, batched continuously on one. Start at {@link
 * io.opadpo.llava.generate.Generator}.
 */
@NullMarked
package io.opadpo.llava.generate;

import org.jspecify.annotations.NullMarked;
