package io.opadpo.llava.train;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.config.VisionConfig;

/**
 * Bytes of activations that a forward pass leaves behind for the way back, by formula.
 *
 * @param config the model's shape
 * @param elementBytes bytes of an activation
 * @param loraRank rank of the adapter; 0 without one
 * @param headTrains whether the output layer is in training, so that logits are kept
 * @param towerTrains whether the vision tower runs with gradients
 */
record ActivationMemory(LlavaConfig config, int elementBytes, int loraRank, boolean headTrains, boolean towerTrains) {

    /** Logits exist three times over: as they come, as fp32, as probabilities. */
    private static final long LOGIT_BYTES_PER_ID = 3L * Float.BYTES;

    /** Rows whose logits exist at once where they are not kept. */
    private static final long LOGIT_ROWS = 1024;

    /** Bytes of so many samples of a size. */
    long bytes(long samples, SampleSize size, boolean recompute) {
        long perRow = recompute ? recomputedBytesPerRow() : keptBytesPerRow();
        long images = towerTrains ? size.images() * bytesPerImage() : 0;
        return samples * (size.rows() * perRow + images);
    }

    /** Bytes of the logits that exist at once. */
    long logitBytes(long samples, SampleSize size) {
        long rows = headTrains ? samples * size.scored() : Math.min(LOGIT_ROWS, samples * size.scored());
        return rows * config.text().vocabSize() * LOGIT_BYTES_PER_ID;
    }

    /** Bytes that a decoder row leaves behind. */
    private long keptBytesPerRow() {
        return config.text().layers() * layerBytesPerRow();
    }

    /** Bytes that a row leaves behind where layers are recomputed: their inputs, and one layer's activations. */
    private long recomputedBytesPerRow() {
        TextConfig text = config.text();
        return (long) text.layers() * text.hiddenSize() * elementBytes + layerBytesPerRow();
    }

    /** Inputs of both norms, their outputs, q, k and v, attention's output, four MLP widths, adapter bottlenecks. */
    private long layerBytesPerRow() {
        TextConfig text = config.text();
        long attention = (2L * text.heads() + 2L * text.kvHeads()) * text.headDim();
        long elements = 4L * text.hiddenSize() + attention + 4L * text.intermediateSize() + 7L * loraRank;
        return elements * elementBytes;
    }

    /** The same of a CLIP layer, whose MLP keeps three widths, for all of an image's tokens and layers. */
    private long bytesPerImage() {
        VisionConfig vision = config.vision();
        long perToken = 8L * vision.hiddenSize() + 3L * vision.intermediateSize() + 6L * loraRank;
        return (vision.patches() + 1L) * config.visionLayersUsed() * perToken * elementBytes;
    }
}
