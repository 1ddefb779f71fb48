package io.opadpo.gateway.report;

/** Others' texts, kept within bounds. */
final class Texts {
    private Texts() {}

    /** The beginning, with an ellipsis where there was more; never half a character. */
    static String abridged(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
