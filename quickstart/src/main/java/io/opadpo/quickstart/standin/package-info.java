/** A small model with random weights that stands in for LLaVA-1.5, and pictures for it. */
@NullMarked
package io.opadpo.quickstart.standin;

import org.jspecify.annotations.NullMarked;
