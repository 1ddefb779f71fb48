package io.opadpo.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Images for tests. */
public final class SampleImages {

    private static final String[] WEBP = {
        "UklGRh4AAABXRUJQVlA4TBEAAAAvBgABAAdQ5CrUo/+BiOh/AAA=",
        "UklGRjoAAABXRUJQVlA4IC4AAADwAQCdASoHAAUAAsBMJaACdLoB+AAAYgAA7PMr+b/8KtwxDNV/87BsS7XgAAAA",
        "UklGRl4AAABXRUJQVlA4WAoAAAAQAAAABgAABAAAQUxQSAoAAAABB9CxiAhERP8DVlA4IC4AAADwAQCdASoHAAUAAsBMJaACdLoB"
                + "+AAAYgAA7PMr+b/8KtwxDNV/87BsS7XgAAAA"
    };

    private SampleImages() {}

    /** A PNG of one colour. */
    public static byte[] png(int width, int height, int rgb) {
        return encoded("png", width, height, rgb);
    }

    /** A JPEG of one colour. */
    public static byte[] jpeg(int width, int height, int rgb) {
        return encoded("jpeg", width, height, rgb);
    }

    /** A WebP of 7 x 5 pixels in one of its three forms, as Pillow writes them: lossless, lossy, with alpha. */
    public static byte[] webp(int form) {
        return Base64.getDecoder().decode(WEBP[form]);
    }

    /** A PNG that says it is this large. */
    public static byte[] pngClaiming(int width, int height) {
        byte[] bytes = png(1, 1, 0);
        ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height);
        return bytes;
    }

    private static byte[] encoded(String format, int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
