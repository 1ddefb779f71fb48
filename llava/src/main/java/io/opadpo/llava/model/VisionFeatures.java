package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import java.nio.ByteBuffer;

/**
 * What the vision tower makes of an image, on the device: computed once and used with as many prompts as wanted. The
 * projector is run with each, which costs little, and can so be in training.
 *
 * <p>They belong to the adapter they were computed with, where that adapter touches the tower.
 */
public final class VisionFeatures implements AutoCloseable {

    private final IValue tensor;

    VisionFeatures(IValue tensor) {
        this.tensor = tensor;
    }

    /** Bytes that one image's features take, in the model's precision. */
    public static int bytes(LlavaModel model) {
        int elements = model.config().imageTokens() * model.config().visionFeatureSize();
        return Math.multiplyExact(elements, model.torch().precision().bytes());
    }

    /** Features on a model's device from what {@link #toBytes} gave. */
    public static VisionFeatures read(LlavaModel model, ByteBuffer bytes) {
        Torch torch = model.torch();
        int[] shape = {1, model.config().imageTokens(), model.config().visionFeatureSize()};
        return new VisionFeatures(Tensors.fromBytes(torch, bytes, shape, torch.precision()));
    }

    /** A copy on the host, to the bit, in the model's precision; waits for the device. */
    public ByteBuffer toBytes(LlavaModel model) {
        return ByteBuffer.wrap(
                Tensors.toBytes(model.torch(), tensor, model.torch().precision()));
    }

    /** {@code [1, T, Ev]}. */
    IValue tensor() {
        return tensor;
    }

    @Override
    public void close() {
        tensor.close();
    }
}
