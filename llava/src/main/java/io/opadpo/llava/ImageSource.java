package io.opadpo.llava;

import io.opadpo.llava.image.ImageDecoder;
import io.opadpo.llava.image.RgbImage;
import java.nio.file.Path;

/** Where a question's picture comes from. It is read when the question's turn comes, within the decoder's limits. */
@FunctionalInterface
public interface ImageSource {

    /**
     * The picture.
     *
     * @param sample what errors call it, where it has no name of its own
     * @throws io.opadpo.llava.image.ImageException if it cannot be read or decoded, or is over a limit
     */
    RgbImage decode(String sample, ImageDecoder decoder);

    /** A JPEG, PNG, WebP or GIF file. */
    static ImageSource of(Path file) {
        return (sample, decoder) -> decoder.decode(file);
    }

    /** The bytes of such a file; not copied. */
    static ImageSource of(byte[] encoded) {
        return (sample, decoder) -> decoder.decode(sample, encoded);
    }
}
