/** A reader of Parquet files for rows with large values: what is in memory is a row, whatever the file's row groups. */
@NullMarked
package io.opadpo.dataset.parquet;

import org.jspecify.annotations.NullMarked;
