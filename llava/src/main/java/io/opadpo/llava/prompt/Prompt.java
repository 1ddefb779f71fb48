package io.opadpo.llava.prompt;

import java.util.Arrays;

/**
 * What the model reads before it answers.
 *
 * @param ids text token ids, bos first; no placeholder stands among them
 * @param imageAt index in {@code ids} before which the image's features are inserted, −1 without an image
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; equality below goes by content
public record Prompt(int[] ids, int imageAt) {

    private static final int NO_IMAGE = -1;

    public Prompt {
        if (imageAt < NO_IMAGE || imageAt > ids.length) {
            throw new IllegalArgumentException("Image at " + imageAt + " in a prompt of " + ids.length + " ids");
        }
        ids = ids.clone();
    }

    /**
     * Takes the ids as Hugging Face checkpoints write them, with one placeholder for each position of the image.
     *
     * @throws PromptException when the placeholders stand in more than one place
     */
    public static Prompt fromPlaceholders(int[] ids, int imageTokenId) {
        int[] text = new int[ids.length];
        int count = 0;
        int imageAt = NO_IMAGE;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != imageTokenId) {
                text[count++] = ids[i];
            } else if (imageAt == NO_IMAGE) {
                imageAt = count;
            } else if (ids[i - 1] != imageTokenId) {
                throw new PromptException("A second image starts at id " + i + "; a prompt has at most one");
            }
        }
        return new Prompt(Arrays.copyOf(text, count), imageAt);
    }

    @Override
    public int[] ids() {
        return ids.clone();
    }

    public boolean hasImage() {
        return imageAt != NO_IMAGE;
    }

    /**
     * Positions this prompt takes in the decoder's sequence.
     *
     * @param imageTokens positions of one image (576 for LLaVA-1.5)
     */
    public int length(int imageTokens) {
        return ids.length + (hasImage() ? imageTokens : 0);
    }

    /**
     * Checks the length; nothing is ever cut.
     *
     * @param sample names the sample in the message
     * @throws PromptTooLongException when the prompt takes more than {@code limit} positions
     */
    public void requireFits(String sample, int imageTokens, int limit) {
        int length = length(imageTokens);
        if (length > limit) {
            throw new PromptTooLongException(sample, length, limit);
        }
    }

    /**
     * Checks that there is something to read, and that the model knows all of it.
     *
     * @param sample names the sample in the message
     * @throws PromptException when there are no ids, or some that the vocabulary does not have
     */
    public void requireKnown(String sample, int vocabSize) {
        if (ids.length == 0) {
            throw new PromptException("The prompt of sample " + sample + " is empty");
        }
        TokenIds.requireKnown(sample, ids, vocabSize);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prompt prompt && imageAt == prompt.imageAt && Arrays.equals(ids, prompt.ids);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + imageAt;
    }

    @Override
    public String toString() {
        return "Prompt[ids=" + Arrays.toString(ids) + ", imageAt=" + imageAt + "]";
    }
}
