package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;

/**
 * Image rows for the decoder, on the device: what the tower and the projector make of an image, computed once and used
 * with as many prompts as wanted.
 *
 * <p>They belong to the adapter they were computed with, where that adapter touches tower or projector.
 */
public final class VisionFeatures implements AutoCloseable {

    private final IValue rows;

    VisionFeatures(IValue rows) {
        this.rows = rows;
    }

    /** {@code [T, E]}. */
    IValue rows() {
        return rows;
    }

    @Override
    public void close() {
        rows.close();
    }
}
