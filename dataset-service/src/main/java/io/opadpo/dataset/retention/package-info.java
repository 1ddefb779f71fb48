/** What of images, prompts and data sets is still needed, and what removes the rest. */
@NullMarked
package io.opadpo.dataset.retention;

import org.jspecify.annotations.NullMarked;
