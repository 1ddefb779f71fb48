package io.opadpo.gateway.report;

import java.util.regex.Pattern;

/** Pictures within the page. */
final class ImageData {
    private static final Pattern URL = Pattern.compile("data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]++={0,2}");

    private ImageData() {}

    /** Whether it is a picture and nothing else: no SVG, which may hold more than a picture. */
    static boolean isPicture(String url) {
        return URL.matcher(url).matches();
    }
}
