/** Prompt sets: what a policy is asked. Immutable once made. */
@NullMarked
package io.opadpo.dataset.prompt;

import org.jspecify.annotations.NullMarked;
