package io.opadpo.gateway.report;

import tools.jackson.databind.JsonNode;

/** An answer with its wrong parts marked. */
final class MarkedText {
    private static final int LONGEST = 4000;

    private MarkedText() {}

    /**
     * Writes it.
     *
     * @param wrong parts as {@code start} and {@code end} in UTF-16 units; what is not within the text, or overlaps what
     *     came before, is not marked
     */
    static void write(Html html, String text, JsonNode wrong) {
        String shown = Texts.abridged(text, LONGEST);
        int at = 0;
        for (JsonNode span : wrong) {
            int start = span.path("start").asInt(-1);
            int end = span.path("end").asInt(-1);
            if (start < at || end <= start || end > shown.length() || splits(shown, start) || splits(shown, end)) {
                continue;
            }
            html.text(shown.substring(at, start)).element("mark", shown.substring(start, end));
            at = end;
        }
        html.text(shown.substring(at));
    }

    private static boolean splits(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}
