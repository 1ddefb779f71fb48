/** Training jobs: from parameters to a registered adapter. */
@NullMarked
package io.opadpo.trainer.training;

import org.jspecify.annotations.NullMarked;
