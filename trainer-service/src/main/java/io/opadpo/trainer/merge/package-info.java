/** Merge jobs: a model with an adapter folded in. */
@NullMarked
package io.opadpo.trainer.merge;

import org.jspecify.annotations.NullMarked;
