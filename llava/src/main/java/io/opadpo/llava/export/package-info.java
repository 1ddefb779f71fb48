/** Models written to disk as Hugging Face lays them out. */
@NullMarked
package io.opadpo.llava.export;

import org.jspecify.annotations.NullMarked;
