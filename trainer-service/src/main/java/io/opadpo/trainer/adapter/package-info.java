/** Adapters: the register of what trainings have made. */
@NullMarked
package io.opadpo.trainer.adapter;

import org.jspecify.annotations.NullMarked;
