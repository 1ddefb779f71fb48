/** What of adapters, models and files on this disk is still needed, and what removes the rest. */
@NullMarked
package io.opadpo.trainer.retention;

import org.jspecify.annotations.NullMarked;
