/** Models that can be trained and asked: where they lie, which version they are, and those that are loaded. */
@NullMarked
package io.opadpo.trainer.model;

import org.jspecify.annotations.NullMarked;
