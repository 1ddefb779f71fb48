package io.opadpo.llava.generate;

/** Hears answers as they grow. Called on the generator's thread, which waits: be quick. */
@FunctionalInterface
public interface AnswerListener {

    /** Hears nothing. */
    AnswerListener NONE = (request, sample, text) -> {};

    /**
     * New text of an answer. All texts of an answer, joined, are its final text: what may still turn out to be a stop
     * string, or half a character, is held back.
     *
     * @param request id of the request
     * @param sample number of the answer within the request
     * @param text what has been added; never empty
     */
    void onText(String request, int sample, String text);
}
