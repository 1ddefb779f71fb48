/** A reader of Arrow's IPC files and streams, in which Hugging Face's {@code save_to_disk} writes. */
@NullMarked
package io.opadpo.dataset.arrow;

import org.jspecify.annotations.NullMarked;
