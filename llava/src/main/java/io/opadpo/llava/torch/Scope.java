package io.opadpo.llava.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * Owns native values for a block of code and releases them, newest first, when closed.
 *
 * <p>Native memory is invisible to the garbage collector, so nothing is left to it.
 */
public final class Scope implements AutoCloseable {

    private final Torch torch;
    private final PtNDManager manager;
    private final Deque<IValue> owned = new ArrayDeque<>();

    Scope(Torch torch, PtNDManager manager) {
        this.torch = torch;
        this.manager = manager;
    }

    PtNDManager manager() {
        return manager;
    }

    /** The engine that its tensors are of. */
    public Torch torch() {
        return torch;
    }

    /** Makes this scope the owner of a value. */
    public IValue own(IValue value) {
        owned.push(value);
        return value;
    }

    /** {@link Torch#infer}, owned by this scope. */
    public IValue infer(String method, Object... arguments) {
        return own(torch.infer(method, arguments));
    }

    /** {@link Torch#record}, owned by this scope. */
    public IValue record(String method, Object... arguments) {
        return own(torch.record(method, arguments));
    }

    /** An int64 tensor on the device. */
    public IValue longs(long... values) {
        return tensor(manager.create(values));
    }

    /** An int64 tensor without dimensions. */
    public IValue scalar(long value) {
        return tensor(manager.create(value));
    }

    /** An int64 tensor on the device. */
    public IValue longs(int[] values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return longs(wide);
    }

    /** An int32 tensor on the device. */
    public IValue ints(int... values) {
        return tensor(manager.create(values));
    }

    /** An fp32 tensor on the device, of the given shape. */
    public IValue floats(float[] values, long... shape) {
        return tensor(manager.create(values, new Shape(shape)));
    }

    /** A bool tensor on the device. */
    public IValue booleans(boolean... values) {
        return tensor(manager.create(values));
    }

    private IValue tensor(NDArray array) {
        return own(IValue.from((PtNDArray) array));
    }

    /** A list of tensors. */
    public IValue list(Collection<IValue> tensors) {
        PtNDArray[] arrays = new PtNDArray[tensors.size()];
        int i = 0;
        for (IValue tensor : tensors) {
            arrays[i++] = tensor.toTensor(manager);
        }
        return own(IValue.listFrom(arrays));
    }

    /** The elements of a tuple or list that a script method returned. */
    public IValue[] elements(IValue value) {
        IValue[] elements = value.isTuple() ? value.toIValueTuple() : value.toIValueArray();
        for (IValue element : elements) {
            own(element);
        }
        return elements;
    }

    /** Copies an fp32 tensor to the host; waits for the device. */
    public float[] toFloats(IValue tensor) {
        try (PtNDArray array = tensor.toTensor(manager)) {
            return array.toFloatArray();
        }
    }

    /** Copies an int64 tensor to the host; waits for the device. */
    public long[] toLongs(IValue tensor) {
        try (PtNDArray array = tensor.toTensor(manager)) {
            return array.toLongArray();
        }
    }

    /** Runs autograd back from a recorded tensor, given the gradient with respect to it. Frees the graph. */
    public void backward(IValue output, IValue gradient) {
        try (PtNDArray from = output.toTensor(manager);
                PtNDArray seed = gradient.toTensor(manager)) {
            JniUtils.backward(from, seed, false, false);
        }
    }

    /** Makes autograd keep a gradient for a tensor that no recorded call has made. */
    public void requireGradient(IValue tensor) {
        try (PtNDArray array = tensor.toTensor(manager)) {
            JniUtils.attachGradient(array, true);
        }
    }

    /** The gradient that backward passes left in such a tensor. */
    public IValue gradient(IValue tensor) {
        try (PtNDArray array = tensor.toTensor(manager);
                PtNDArray gradient = JniUtils.getGradient(array)) {
            if (gradient == null) {
                throw new IllegalStateException("no backward pass has reached the tensor");
            }
            return own(IValue.from(gradient));
        }
    }

    /** Shape of a tensor. */
    public long[] shape(IValue tensor) {
        try (PtNDArray array = tensor.toTensor(manager)) {
            return array.getShape().getShape();
        }
    }

    @Override
    public void close() {
        owned.forEach(IValue::close);
        owned.clear();
        manager.close();
    }
}
