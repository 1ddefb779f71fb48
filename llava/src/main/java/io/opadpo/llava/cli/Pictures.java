package io.opadpo.llava.cli;

import io.opadpo.llava.ImageSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pictures as rows name them: a path, or the picture itself as a data URL. Nothing is ever fetched. */
final class Pictures {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    private Pictures() {}

    /**
     * The picture of a row's field {@code image}, or {@code null} where it has none.
     *
     * @param file the file the row is of; paths are relative to it
     */
    static @Nullable ImageSource of(JsonRow row, Path file) {
        String value = row.optionalText("image");
        if (value == null) {
            return null;
        }
        try {
            return value.startsWith("data:") ? ImageSource.of(decode(value)) : ImageSource.of(path(file, value));
        } catch (IllegalArgumentException e) {
            throw row.invalid("image", e.getMessage());
        }
    }

    private static Path path(Path file, String value) {
        if (isUrl(value)) {
            throw new IllegalArgumentException("is a URL (" + JsonLines.abridged(value) + "); only paths are read");
        }
        try {
            return file.resolveSibling(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason(), e);
        }
    }

    static boolean isUrl(String value) {
        return URL.matcher(value).matches();
    }

    private static byte[] decode(String url) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.substring(0, comma).endsWith(";base64")) {
            throw new IllegalArgumentException("is a data URL without ;base64,");
        }
        try {
            return Base64.getDecoder().decode(url.substring(comma + 1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is a data URL, but not base64: " + e.getMessage(), e);
        }
    }
}
