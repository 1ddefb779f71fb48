/** Speed of a model on a device, beside the floors that the same run measured. */
@NullMarked
package io.opadpo.llava.bench;

import org.jspecify.annotations.NullMarked;
