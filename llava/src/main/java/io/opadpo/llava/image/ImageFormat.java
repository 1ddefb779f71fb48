package io.opadpo.llava.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The formats that are read, told apart by their first bytes and never by a file's name. */
public enum ImageFormat {
    JPEG,
    PNG,
    WEBP,
    GIF;

    private static final byte[] JPEG_MAGIC = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /**
     * The format of an encoded image.
     *
     * @throws ImageException naming {@code sample} when it is none of these formats
     */
    public static ImageFormat of(String sample, byte[] bytes) {
        if (startsWith(bytes, 0, JPEG_MAGIC)) {
            return JPEG;
        }
        if (startsWith(bytes, 0, PNG_MAGIC)) {
            return PNG;
        }
        if (startsWith(bytes, 0, ascii("RIFF")) && startsWith(bytes, 8, ascii("WEBP"))) {
            return WEBP;
        }
        if (startsWith(bytes, 0, ascii("GIF87a")) || startsWith(bytes, 0, ascii("GIF89a"))) {
            return GIF;
        }
        throw new ImageException(sample + ": not a JPEG, PNG, WebP or GIF image");
    }

    EncodedImage parse(byte[] bytes) throws IOException {
        return switch (this) {
            case JPEG -> JpegImage.parse(bytes);
            case PNG -> PngImage.parse(bytes);
            case WEBP -> WebpImage.parse(bytes);
            case GIF -> GifImage.parse(bytes);
        };
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] magic) {
        int end = at + magic.length;
        return bytes.length >= end && Arrays.equals(bytes, at, end, magic, 0, magic.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
