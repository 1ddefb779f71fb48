package io.opadpo.llava.model;

import io.opadpo.llava.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Token rows of many sequences, one after the other, without padding.
 *
 * <p>A chunk is a run of rows that attends causally to itself and fully to its parent chunk, if it has one: a prompt is
 * a chunk, and each of its responses another whose parent is the prompt. So an image and its question are computed once,
 * however many responses follow.
 */
public final class PackedBatch {

    private final int imageTokens;
    private final List<Chunk> chunks = new ArrayList<>();
    private int rows;
    private int textRows;
    private int images;

    /** A chunk: its ids, the image inserted before index {@code imageAt} (−1: none), and where its rows start. */
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    private record Chunk(int[] ids, int imageAt, int image, int parent, int start, int length, int firstPosition) {}

    /** An empty batch for a model whose images take {@code imageTokens} rows. */
    public PackedBatch(int imageTokens) {
        this.imageTokens = imageTokens;
    }

    /**
     * Adds a prompt. A prompt with an image takes the next one of the batch's image features.
     *
     * @return number of the chunk
     */
    public int addPrompt(Prompt prompt) {
        int image = prompt.hasImage() ? images++ : -1;
        return add(new Chunk(prompt.ids(), prompt.imageAt(), image, -1, rows, prompt.length(imageTokens), 0));
    }

    /**
     * Adds rows that continue a prompt.
     *
     * @param parent number of the prompt's chunk
     * @return number of the chunk
     */
    public int addResponse(int parent, int[] ids) {
        Chunk prompt = chunks.get(parent);
        if (prompt.parent >= 0) {
            throw new IllegalArgumentException("chunk " + parent + " is itself a response");
        }
        return add(new Chunk(ids, -1, -1, parent, rows, ids.length, prompt.length));
    }

    private int add(Chunk chunk) {
        if (chunk.length == 0) {
            throw new IllegalArgumentException("chunk " + chunks.size() + " is empty");
        }
        chunks.add(chunk);
        rows += chunk.length;
        textRows += chunk.ids.length;
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
        return chunks.get(chunk).start;
    }

    /** Rows of a chunk. */
    public int length(int chunk) {
        return chunks.get(chunk).length;
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
            int parent = chunks.get(c).parent;
            bounds[c + 1] = bounds[c] + length(c) + (parent < 0 ? 0 : length(parent));
        }
        return bounds;
    }

    /** Text token ids of all chunks. */
    int[] ids() {
        int[] ids = new int[textRows];
        int at = 0;
        for (Chunk chunk : chunks) {
            System.arraycopy(chunk.ids, 0, ids, at, chunk.ids.length);
            at += chunk.ids.length;
        }
        return ids;
    }

    /** For each row, its source: a text embedding's index, or {@code textRows +} an image feature's. */
    int[] order() {
        int[] order = new int[rows];
        int row = 0;
        int text = 0;
        for (Chunk chunk : chunks) {
            for (int i = 0; i <= chunk.ids.length; i++) {
                if (i == chunk.imageAt) {
                    for (int t = 0; t < imageTokens; t++) {
                        order[row++] = textRows + chunk.image * imageTokens + t;
                    }
                }
                if (i < chunk.ids.length) {
                    order[row++] = text++;
                }
            }
        }
        return order;
    }

    /** Position of each row in its sequence. */
    int[] positions() {
        int[] positions = new int[rows];
        int row = 0;
        for (Chunk chunk : chunks) {
            for (int i = 0; i < chunk.length; i++) {
                positions[row++] = chunk.firstPosition + i;
            }
        }
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
