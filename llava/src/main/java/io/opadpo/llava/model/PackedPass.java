package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;

/**
 * What the decoder's layers share in one pass over a packed batch.
 *
 * @param weights the layers' own
 * @param rows rows of each adapter
 * @param rotary cos, sin and permutation for the batch's rows
 * @param eps of the norms
 * @param lengths rows of each chunk
 * @param parents the chunk each one continues, or −1
 * @param bounds cumulative rows, for the fused kernel; an empty list for the plain ones
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the script
record PackedPass(
        Parameters weights, IValue rows, IValue rotary, double eps, int[] lengths, int[] parents, IValue bounds) {

    /** Arguments of {@code layer_packed} for one layer. */
    Object[] arguments(int layer, IValue x, IValue cache, int[] slots) {
        return new Object[] {
            x, weights.decoderLayers.get(layer), rows, rotary, eps, lengths, parents, bounds, cache, slots
        };
    }
}
