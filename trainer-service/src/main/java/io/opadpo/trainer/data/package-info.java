/** Datasets as training and evaluation read them, fetched from the dataset service. */
@NullMarked
package io.opadpo.trainer.data;

import org.jspecify.annotations.NullMarked;
