/** POPE: yes-or-no questions about objects. */
@NullMarked
package io.opadpo.trainer.benchmark.pope;

import org.jspecify.annotations.NullMarked;
