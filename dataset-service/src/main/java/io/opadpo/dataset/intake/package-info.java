/** The job that makes prompt sets of files: rows are judged, some or all are chosen, their images are kept. */
@NullMarked
package io.opadpo.dataset.intake;

import org.jspecify.annotations.NullMarked;
