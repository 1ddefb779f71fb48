/** The images that items are about, as endpoints want them. */
@NullMarked
package io.opadpo.chat.images;

import org.jspecify.annotations.NullMarked;
