package io.opadpo.feedback.report;

import org.jspecify.annotations.Nullable;

/** A text in which others are found though case, white space, quotes or dashes differ. */
final class LooseText {
    private final String loose;

    /** Where each character of the loose text stands in the original. */
    private final int[] positions;

    /** From the first character to behind the last one, in the original. */
    record Span(int start, int end) {}

    LooseText(String text) {
        StringBuilder characters = new StringBuilder();
        int[] origins = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isSpace(c)) {
                origins[characters.length()] = i;
                characters.append(plain(c));
            }
        }
        loose = characters.toString();
        positions = origins;
    }

    static boolean same(String one, String other) {
        return new LooseText(one).loose.equals(new LooseText(other).loose);
    }

    /**
     * The first occurrence at or behind a position of the original, or null. An empty text is found at once.
     *
     * @param from a position of the original
     */
    @Nullable
    Span find(String text, int from) {
        String wanted = new LooseText(text).loose;
        if (wanted.isEmpty()) {
            return new Span(from, from);
        }
        int start = 0;
        while (start < loose.length() && positions[start] < from) {
            start++;
        }
        int at = loose.indexOf(wanted, start);
        return at < 0 ? null : new Span(positions[at], positions[at + wanted.length() - 1] + 1);
    }

    private static char plain(char c) {
        return switch (c) {
            case '\u2018', '\u2019', '\u201A', '\u00B4', '`' -> '\'';
            case '\u201C', '\u201D', '\u201E', '\u00AB', '\u00BB' -> '"';
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212' -> '-';
            default -> Character.toLowerCase(c);
        };
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085' || c == '\u200B';
    }
}
