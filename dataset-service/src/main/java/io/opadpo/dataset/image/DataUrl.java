package io.opadpo.dataset.image;

import java.util.Base64;
import java.util.Locale;

/** Images within JSON: {@code data:image/png;base64,…}. */
public final class DataUrl {

    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64,";

    private DataUrl() {}

    /** Whether it looks like one. */
    public static boolean matches(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * The bytes of one. Which type it states does not matter, as bytes tell their own.
     *
     * @throws ImageRejectedException if it is not base64
     */
    public static byte[] decode(String url) {
        int comma = url.indexOf(',') + 1;
        if (!url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw ImageRejectedException.unusable("a data URL without base64");
        }
        try {
            return Base64.getDecoder().decode(url.substring(comma));
        } catch (IllegalArgumentException e) {
            throw ImageRejectedException.unusable("a data URL that is not base64");
        }
    }

    /** The data URL of an image. */
    public static String of(String mediaType, byte[] bytes) {
        return SCHEME + mediaType + BASE64 + Base64.getEncoder().encodeToString(bytes);
    }
}
