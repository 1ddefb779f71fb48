/** Data sets as immutable versions: list, look into, download. */
@NullMarked
package io.opadpo.dataset.version;

import org.jspecify.annotations.NullMarked;
