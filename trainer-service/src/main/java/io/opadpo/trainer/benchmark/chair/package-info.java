/** CHAIR: objects that an answer mentions and the picture does not show. */
@NullMarked
package io.opadpo.trainer.benchmark.chair;

import org.jspecify.annotations.NullMarked;
