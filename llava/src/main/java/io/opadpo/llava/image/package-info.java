/**
 * Pictures for CLIP: decode untrusted bytes the way Pillow does, resize the way Pillow does, normalise. Start at
 * {@link io.opadpo.llava.image.ImageDecoder} and {@link io.opadpo.llava.image.ClipPreprocessor}.
 */
@NullMarked
package io.opadpo.llava.image;

import org.jspecify.annotations.NullMarked;
