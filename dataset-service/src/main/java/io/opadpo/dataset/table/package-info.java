/** Rows of files in the formats that data sets come in, read one at a time. */
@NullMarked
package io.opadpo.dataset.table;

import org.jspecify.annotations.NullMarked;
