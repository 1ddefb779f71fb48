package io.opadpo.feedback.report;

/** Texts as messages show them. */
final class Texts {
    private static final int LONGEST = 120;

    private Texts() {}

    /** On one line, and not all of it. */
    static String abridged(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
