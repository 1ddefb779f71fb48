package io.opadpo.llava.prompt;

/** Checks of token ids that came from elsewhere. */
public final class TokenIds {

    private TokenIds() {}

    /**
     * Checks that a model has an embedding for every id: on a GPU, one without ends the process.
     *
     * @param sample names the sample in the message
     * @throws PromptException naming the first id that is unknown
     */
    public static void requireKnown(String sample, int[] ids, int vocabSize) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabSize) {
                throw new PromptException("Sample " + sample + " has id " + ids[i] + " at index " + i
                        + ", outside the vocabulary of " + vocabSize);
            }
        }
    }
}
