package io.opadpo.llava.image;

/**
 * What an image may cost. All three are checked before a pixel is decoded.
 *
 * @param maxBytes longest encoded image, in bytes; bounds what is read from disk and held beside the pixels
 * @param maxSide longest width or height, in pixels; bounds row buffers and resampling tables, and refuses strips that
 *     a square of CLIP's size could not show anyway
 * @param maxPixels largest width times height; decoding takes up to about 15 bytes of memory per pixel, so the default
 *     costs at most 750 MB while one image is decoded, and 150 MB for its {@link RgbImage}
 */
public record ImageLimits(long maxBytes, int maxSide, long maxPixels) {

    /** 20 MB, 16,384 pixels a side, 50 megapixels: more than any camera image the datasets hold. */
    public static final ImageLimits DEFAULT = new ImageLimits(20_000_000, 16_384, 50_000_000);

    /** Arrays cannot be longer, whatever the caller allows. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 64;

    /**
     * @throws IllegalArgumentException when a limit is not positive, or larger than a Java array can serve (2 GiB of
     *     file; 500 megapixels of four channels)
     */
    public ImageLimits {
        if (maxBytes < 1 || maxBytes > MAX_ARRAY) {
            throw new IllegalArgumentException("maxBytes out of range: " + maxBytes);
        }
        if (maxSide < 1) {
            throw new IllegalArgumentException("maxSide out of range: " + maxSide);
        }
        if (maxPixels < 1 || maxPixels > MAX_ARRAY / 4) {
            throw new IllegalArgumentException("maxPixels out of range: " + maxPixels);
        }
    }

    void checkBytes(String sample, long bytes) {
        if (bytes > maxBytes) {
            throw new ImageException(sample + ": " + bytes + " bytes, more than the " + maxBytes + " allowed");
        }
    }

    void checkSize(String sample, int width, int height) {
        String size = sample + ": " + width + " x " + height + " pixels";
        if (width < 1 || height < 1) {
            throw new ImageException(size + ", an empty image");
        }
        if (width > maxSide || height > maxSide) {
            throw new ImageException(size + ", a side longer than the " + maxSide + " allowed");
        }
        if ((long) width * height > maxPixels) {
            throw new ImageException(size + ", more than the " + maxPixels + " pixels allowed");
        }
    }
}
