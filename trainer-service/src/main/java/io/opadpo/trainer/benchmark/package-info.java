/** Hallucination benchmarks: what a plug-in is, which are configured, and what their files share. */
@NullMarked
package io.opadpo.trainer.benchmark;

import org.jspecify.annotations.NullMarked;
