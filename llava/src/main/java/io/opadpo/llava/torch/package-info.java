/** The tensor engine: TorchScript source run by libtorch through DJL, and the lifetime of what it returns. */
@NullMarked
package io.opadpo.llava.torch;

import org.jspecify.annotations.NullMarked;
