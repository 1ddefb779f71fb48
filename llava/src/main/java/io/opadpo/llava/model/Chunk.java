package io.opadpo.llava.model;

/**
 * A run of rows of a packed batch: text, with rows of an image among it where it is the prompt of one.
 *
 * @param ids text token ids
 * @param imageAt index in {@code ids} before which the image's rows stand, −1 without an image
 * @param image number of the image among the batch's, −1 without one
 * @param imageRows which of the image's positions have a row, ascending; empty without an image
 * @param parent the chunk it continues, −1 for none
 * @param start its first row in the batch
 * @param firstPosition position of that row in its sequence, were nothing of an image left out
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the packed batch
record Chunk(int[] ids, int imageAt, int image, int[] imageRows, int parent, int start, int firstPosition) {

    /** Rows. */
    int length() {
        return ids.length + imageRows.length;
    }

    /** Writes the position of each row, from index {@code start} on. */
    void putPositions(int[] positions, int imageTokens) {
        int row = start;
        for (int i = 0; i <= ids.length; i++) {
            if (i == imageAt) {
                for (int t : imageRows) {
                    positions[row++] = firstPosition + i + t;
                }
            }
            if (i < ids.length) {
                int before = imageAt >= 0 && i >= imageAt ? imageTokens : 0;
                positions[row++] = firstPosition + before + i;
            }
        }
    }

    /**
     * Writes the source of each row, from index {@code start} on: the index of a text embedding, or of an image feature
     * behind those.
     *
     * @param firstText source of its first text row
     * @param firstFeature source of its image's first feature
     */
    void putSources(int[] sources, int firstText, int firstFeature) {
        int row = start;
        for (int i = 0; i <= ids.length; i++) {
            if (i == imageAt) {
                for (int t : imageRows) {
                    sources[row++] = firstFeature + t;
                }
            }
            if (i < ids.length) {
                sources[row++] = firstText + i;
            }
        }
    }
}
