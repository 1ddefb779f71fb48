/** Images that users upload, kept once per owner and content. */
@NullMarked
package io.opadpo.dataset.image;

import org.jspecify.annotations.NullMarked;
