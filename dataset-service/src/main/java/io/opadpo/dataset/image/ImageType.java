package io.opadpo.dataset.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The formats that are taken, told apart by their first bytes and never by a file's name or a header. */
enum ImageType {
    PNG("image/png") {
        @Override
        boolean matches(byte[] bytes) {
            return startsWith(bytes, 0, "\u0089PNG\r\n\u001A\n");
        }

        @Override
        ImageSize size(ByteBuffer file) throws IOException {
            return PngContainer.size(file);
        }
    },
    JPEG("image/jpeg") {
        @Override
        boolean matches(byte[] bytes) {
            return startsWith(bytes, 0, "\u00FF\u00D8\u00FF");
        }

        @Override
        ImageSize size(ByteBuffer file) throws IOException {
            return JpegContainer.size(file);
        }
    },
    WEBP("image/webp") {
        @Override
        boolean matches(byte[] bytes) {
            return startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP");
        }

        @Override
        ImageSize size(ByteBuffer file) throws IOException {
            return WebpContainer.size(file);
        }
    };

    private final String mediaType;

    ImageType(String mediaType) {
        this.mediaType = mediaType;
    }

    abstract boolean matches(byte[] bytes);

    /**
     * Walks through the container to its end, so that a truncated file is noticed, and decodes nothing.
     *
     * @throws IOException saying what is wrong; bounds checks may also throw a {@link RuntimeException}
     */
    abstract ImageSize size(ByteBuffer file) throws IOException;

    String mediaType() {
        return mediaType;
    }

    static Optional<ImageType> of(byte[] bytes) {
        return Arrays.stream(values()).filter(type -> type.matches(bytes)).findFirst();
    }

    private static boolean startsWith(byte[] bytes, int at, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        int end = at + expected.length;
        return bytes.length >= end && Arrays.equals(bytes, at, end, expected, 0, expected.length);
    }
}
