package io.opadpo.llava.image;

/**
 * An 8-bit sRGB picture.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb {@code [height, width, 3]}, row by row, red first; not copied, so the owner of the array must not change it
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are bulk data: nobody compares or hashes pictures
public record RgbImage(int width, int height, byte[] rgb) {

    /** @throws IllegalArgumentException when the array does not hold width x height pixels */
    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(rgb.length + " bytes are no " + width + " x " + height + " RGB image");
        }
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + " x " + height + "]";
    }
}
