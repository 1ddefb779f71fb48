/** OPA and OPA-DPO training. */
@NullMarked
package io.opadpo.llava.train;

import org.jspecify.annotations.NullMarked;
