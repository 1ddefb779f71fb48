package io.opadpo.dataset.build;

/**
 * A sample that is left out.
 *
 * @param detail for people: what was repeated, or the corrector's error
 */
record Drop(String id, DropReason reason, String detail) {

    private static final int SHOWN = 200;

    /** Foreign text as it may stand in a detail: short, on one line. */
    static String abridged(String text) {
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return start.replaceAll("\\p{Cntrl}", " ");
    }
}
