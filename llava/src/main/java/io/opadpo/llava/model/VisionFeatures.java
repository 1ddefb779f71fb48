package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import java.nio.ByteBuffer;

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

    /** Bytes that one image's features take, in the model's precision. */
    public static int bytes(LlavaModel model) {
        int elements = model.config().imageTokens() * model.config().text().hiddenSize();
        return Math.multiplyExact(elements, model.torch().precision().bytes());
    }

    /** Features on a model's device from what {@link #toBytes} gave. */
    public static VisionFeatures read(LlavaModel model, ByteBuffer bytes) {
        Torch torch = model.torch();
        int[] shape = {model.config().imageTokens(), model.config().text().hiddenSize()};
        return new VisionFeatures(Tensors.fromBytes(torch, bytes, shape, torch.precision()));
    }

    /** A copy on the host, to the bit, in the model's precision; waits for the device. */
    public ByteBuffer toBytes(LlavaModel model) {
        return ByteBuffer.wrap(
                Tensors.toBytes(model.torch(), rows, model.torch().precision()));
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
