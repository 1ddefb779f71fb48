package io.opadpo.trainer.evaluation;

import io.opadpo.llava.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A picture to show beside answers.
 *
 * @param sha256 of its file
 * @param dataUrl its file as a data URL; {@code null} if it is too large for a result, or of no kind that browsers show
 */
record PictureData(String sha256, @Nullable String dataUrl) {

    static final int MAX_BYTES = 256 << 10;

    static PictureData of(Path file) throws IOException {
        String sha256 = Sha256.of(file);
        if (Files.size(file) > MAX_BYTES) {
            return new PictureData(sha256, null);
        }
        byte[] bytes = Files.readAllBytes(file);
        String type = type(bytes);
        return new PictureData(
                sha256,
                type == null
                        ? null
                        : "data:image/" + type + ";base64,"
                                + Base64.getEncoder().encodeToString(bytes));
    }

    private static @Nullable String type(byte[] bytes) {
        if (begins(bytes, 0, 0x89, 'P', 'N', 'G')) {
            return "png";
        }
        if (begins(bytes, 0, 0xFF, 0xD8, 0xFF)) {
            return "jpeg";
        }
        if (begins(bytes, 0, 'R', 'I', 'F', 'F') && begins(bytes, 8, 'W', 'E', 'B', 'P')) {
            return "webp";
        }
        return begins(bytes, 0, 'G', 'I', 'F', '8') ? "gif" : null;
    }

    private static boolean begins(byte[] bytes, int at, int... with) {
        if (bytes.length < at + with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((bytes[at + i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
