/** Folders that jobs have made, kept in the blob store and brought to this disk when they are needed. */
@NullMarked
package io.opadpo.trainer.artifact;

import org.jspecify.annotations.NullMarked;
