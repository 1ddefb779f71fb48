package io.opadpo.llava.prompt;

/** A prompt with more positions than allowed. It is not cut, because that could cut the image. */
public final class PromptTooLongException extends PromptException {

    private final int length;
    private final int limit;

    PromptTooLongException(String sample, int length, int limit) {
        super("The prompt of sample " + sample + " takes " + length + " positions, more than the limit of " + limit);
        this.length = length;
        this.limit = limit;
    }

    /** Positions of the prompt, the image's included. */
    public int length() {
        return length;
    }

    public int limit() {
        return limit;
    }
}
