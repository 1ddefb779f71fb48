package io.opadpo.llava.train;

import io.opadpo.llava.config.TextConfig;

/**
 * What a training needs of the device's memory beyond what is there already, and how it is made to fit: the largest
 * micro-batch whose activations can be kept, or else the largest with recomputation.
 *
 * <p>Activations are counted by formula, per decoder row, and multiplied by {@value #OVERHEAD}: measured on an H200 at the
 * 7B shape (rank 256, 1,900 rows a sample), libtorch's allocator held up to 2.4 times the formula, being left with blocks of many
 * sizes.
 *
 * @param microBatch samples computed at once
 * @param recompute whether activations are computed again on the way back
 * @param neededBytes estimate for that
 * @param freeBytes what the device has
 */
public record MemoryPlan(int microBatch, boolean recompute, long neededBytes, long freeBytes) {

    private static final double OVERHEAD = 2.5;

    /** Rows whose logits exist at once, three times over: as they come, as fp32, as probabilities. */
    private static final long LOGIT_BYTES_PER_ID = 1024L * 3 * Float.BYTES;

    /**
     * What a plan is for.
     *
     * @param text the decoder
     * @param elementBytes bytes of an activation
     * @param loraRank rank of the adapter; 0 without one
     * @param rowsPerSample decoder rows of the largest sample
     * @param batchSize samples of an optimiser step, beyond which a micro-batch cannot grow
     */
    public record Load(TextConfig text, int elementBytes, int loraRank, long rowsPerSample, int batchSize) {

        /** Bytes that a row leaves behind for the backward pass. */
        long keptBytesPerRow() {
            return text.layers() * layerBytesPerRow();
        }

        /** Bytes that a row leaves behind where layers are recomputed: their inputs, and one layer's activations. */
        long recomputedBytesPerRow() {
            return (long) text.layers() * text.hiddenSize() * elementBytes + layerBytesPerRow();
        }

        /** Inputs of both norms, their outputs, q, k and v, attention's output, four MLP widths, adapter bottlenecks. */
        private long layerBytesPerRow() {
            long attention = (2L * text.heads() + 2L * text.kvHeads()) * text.headDim();
            long elements = 4L * text.hiddenSize() + attention + 4L * text.intermediateSize() + 7L * loraRank;
            return elements * elementBytes;
        }

        long bytes(int microBatch, boolean recompute) {
            long perRow = recompute ? recomputedBytesPerRow() : keptBytesPerRow();
            long head = LOGIT_BYTES_PER_ID * text.vocabSize();
            return (long) (OVERHEAD * microBatch * rowsPerSample * perRow) + head;
        }
    }

    /**
     * Makes a plan.
     *
     * @param freeBytes free memory of the device, once model, adapter and optimiser state are there
     * @throws TrainingException if not even one sample fits with recomputation, saying what it would take
     */
    public static MemoryPlan of(Load load, long freeBytes) {
        for (boolean recompute : new boolean[] {false, true}) {
            for (int microBatch = load.batchSize(); microBatch >= 1; microBatch /= 2) {
                long needed = load.bytes(microBatch, recompute);
                if (needed <= freeBytes) {
                    return new MemoryPlan(microBatch, recompute, needed, freeBytes);
                }
            }
        }
        throw new TrainingException(
                "a sample of " + load.rowsPerSample() + " positions needs about " + mebibytes(load.bytes(1, true))
                        + " MiB of memory, but only " + mebibytes(freeBytes) + " MiB are free");
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
