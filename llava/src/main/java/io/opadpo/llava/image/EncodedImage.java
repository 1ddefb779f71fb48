package io.opadpo.llava.image;

import java.io.IOException;

/**
 * A container taken apart, its pixels still compressed. Parsing one allocates no more than the container's own length,
 * so that its size can be judged before {@link #decode()} is called.
 *
 * <p>Parsers hand on only the parts that make up the picture. Colour profiles, EXIF, text and thumbnails never reach a
 * decoder: Pillow's {@code convert("RGB")} ignores them, Java's readers would convert colours by them, and compressed
 * metadata is where bombs hide.
 *
 * <p>Bad data is an {@link IOException} or, from bounds checks, a {@link RuntimeException}; {@link ImageDecoder} turns
 * both into an {@link ImageException} with the sample's name.
 */
interface EncodedImage {

    int width();

    int height();

    RgbImage decode() throws IOException;
}
