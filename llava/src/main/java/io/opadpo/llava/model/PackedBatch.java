package io.opadpo.llava.model;

import io.opadpo.llava.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Token rows of many sequences, one after the other, without padding.
 *
 * <p>A chunk is a run of rows that attends causally to itself and fully to its parent chunk, if it has one: a prompt is
 * a chunk, and each of its responses another whose parent is the prompt. So an image and its question are computed once,
 * however many responses follow.
 */
public final class PackedBatch {

    private final int imageTokens;
    private final int[] allImageRows;
    private final List<Chunk> chunks = new ArrayList<>();
    private int rows;
    private int textRows;
    private int images;

    /** An empty batch for a model whose images take {@code imageTokens} rows. */
    public PackedBatch(int imageTokens) {
        this.imageTokens = imageTokens;
        this.allImageRows = IntStream.range(0, imageTokens).toArray();
    }

    /**
     * Adds a prompt. A prompt with an image takes the next one of the batch's image features.
     *
     * @return number of the chunk
     */
    public int addPrompt(Prompt prompt) {
        return addPrompt(prompt, images, null);
    }

    /**
     * Adds a prompt that may share its image with others, and may see a part of it only.
     *
     * <p>What no row attends to has no influence, so positions of an image that are masked from everyone have no row at
     * all; the other rows keep their positions. The last row of the prompt must have one, as it predicts the response.
     *
     * @param image number of its image among the batch's, known ones or the next; without meaning where it has none
     * @param imageRows the image's positions that can be attended to, ascending, {@code null} for all
     * @return number of the chunk
     */
    int addPrompt(Prompt prompt, int image, int @Nullable [] imageRows) {
        if (!prompt.hasImage()) {
            return add(new Chunk(prompt.ids(), -1, -1, new int[0], -1, rows, 0));
        }
        int[] kept = imageRows == null ? allImageRows : imageRows;
        requireRows(kept, prompt.imageAt() == prompt.ids().length);
        images = Math.max(images, image + 1);
        return add(new Chunk(prompt.ids(), prompt.imageAt(), image, kept, -1, rows, 0));
    }

    private void requireRows(int[] kept, boolean last) {
        int previous = -1;
        for (int row : kept) {
            if (row <= previous || row >= imageTokens) {
                throw new IllegalArgumentException(
                        "image rows are not ascending numbers below " + imageTokens + ": " + Arrays.toString(kept));
            }
            previous = row;
        }
        if (last && previous != imageTokens - 1) {
            throw new IllegalArgumentException("the prompt's last row, which predicts the response, is left out");
        }
    }

    /**
     * Adds rows that continue a prompt.
     *
     * @param parent number of the prompt's chunk
     * @return number of the chunk
     */
    public int addResponse(int parent, int[] ids) {
        Chunk prompt = chunks.get(parent);
        if (prompt.parent() >= 0) {
            throw new IllegalArgumentException("chunk " + parent + " is itself a response");
        }
        int position = prompt.ids().length + (prompt.image() < 0 ? 0 : imageTokens);
        return add(new Chunk(ids, -1, -1, new int[0], parent, rows, position));
    }

    private int add(Chunk chunk) {
        if (chunk.length() == 0) {
            throw new IllegalArgumentException("chunk " + chunks.size() + " is empty");
        }
        chunks.add(chunk);
        rows += chunk.length();
        textRows += chunk.ids().length;
        return chunks.size() - 1;
    }

    /** Rows in all. */
    public int rows() {
        return rows;
    }

    /** Images that the batch's prompts use, in order. */
    public int images() {
        return images;
    }

    public int chunks() {
        return chunks.size();
    }

    /** First row of a chunk. */
    public int start(int chunk) {
        return chunks.get(chunk).start();
    }

    /** Rows of a chunk. */
    public int length(int chunk) {
        return chunks.get(chunk).length();
    }

    /** Last row of a chunk, whose output predicts what follows it. */
    public int lastRow(int chunk) {
        return start(chunk) + length(chunk) - 1;
    }

    int[] lengths() {
        return chunks.stream().mapToInt(Chunk::length).toArray();
    }

    int[] parents() {
        return chunks.stream().mapToInt(Chunk::parent).toArray();
    }

    /** Rows before each chunk and after the last: the query bounds of a variable-length kernel. */
    int[] queryBounds() {
        int[] bounds = new int[chunks.size() + 1];
        for (int c = 0; c < chunks.size(); c++) {
            bounds[c + 1] = bounds[c] + length(c);
        }
        return bounds;
    }

    /** The same for keys, where a chunk's keys are its parent's and its own. */
    int[] keyBounds() {
        int[] bounds = new int[chunks.size() + 1];
        for (int c = 0; c < chunks.size(); c++) {
            int parent = chunks.get(c).parent();
            bounds[c + 1] = bounds[c] + length(c) + (parent < 0 ? 0 : length(parent));
        }
        return bounds;
    }

    /** Text token ids of all chunks. */
    int[] ids() {
        int[] ids = new int[textRows];
        int at = 0;
        for (Chunk chunk : chunks) {
            System.arraycopy(chunk.ids(), 0, ids, at, chunk.ids().length);
            at += chunk.ids().length;
        }
        return ids;
    }

    /** For each row, its source: a text embedding's index, or {@code textRows +} an image feature's. */
    int[] order() {
        int[] order = new int[rows];
        int text = 0;
        for (Chunk chunk : chunks) {
            chunk.putSources(order, text, textRows + chunk.image() * imageTokens);
            text += chunk.ids().length;
        }
        return order;
    }

    /** Position of each row in its sequence. */
    int[] positions() {
        int[] positions = new int[rows];
        chunks.forEach(chunk -> chunk.putPositions(positions, imageTokens));
        return positions;
    }

    /** The rows of some chunks, in order. */
    int[] rowsOf(List<Integer> members) {
        int[] result = new int[rows];
        int n = 0;
        for (int c : members) {
            for (int i = 0; i < length(c); i++) {
                result[n++] = start(c) + i;
            }
        }
        return Arrays.copyOf(result, n);
    }
}
