package io.opadpo.llava.train.data;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The encoded image of a sample, read when it is asked for. */
public sealed interface ImageSource permits FileImage, InlineImage {

    /**
     * The image as it was stored: JPEG, PNG, WebP or GIF, not checked.
     *
     * @throws DataException naming the file, when it cannot be read, is larger than an image may be, or lies outside
     *     its root
     */
    byte[] bytes();

    /** Whether there is something to read. */
    boolean exists();

    /** SHA-256 of the bytes in hexadecimal: the same for the same image, wherever it is stored. Reads the image. */
    default String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * A file below a folder.
     *
     * @param relative path from the root, with forward slashes
     * @throws DataException when the path is absolute or leads out of the root
     */
    static ImageSource file(Path root, String relative) {
        return FileImage.of(root, relative);
    }

    /**
     * An image held in memory.
     *
     * @throws DataException when it is empty or larger than an image may be
     */
    static ImageSource inline(byte[] bytes) {
        return new InlineImage(bytes);
    }
}
